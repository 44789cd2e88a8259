import { Form, useLocation, useNavigationType, useSubmit } from "@remix-run/react";
import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { languages } from "../../languages.ts";
import { Button } from "../../ui/button.tsx";
import { selectClass } from "../../ui/field.tsx";
import { sessionListWords } from "../../words/session-list.tsx";
import type { Scope } from "./tabs.tsx";

const TYPING_PAUSE_MS = 250;

export type ListedQuery = { scope: Scope; q: string; language?: string; sort: string };

/** Search, language and order, kept in the address. Without a script a button applies them. */
export function Filters({ query }: { query: ListedQuery }) {
  const submit = useSubmit();
  const { key } = useLocation();
  const howWeCame = useNavigationType();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const forget = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  useEffect(() => forget, []);
  useEffect(() => {
    // Our own searches replace the address; somebody who went elsewhere meanwhile is not taken away again.
    if (howWeCame !== "REPLACE") forget();
  }, [key, howWeCame]);
  const apply = (pause: number) => {
    forget();
    timer.current = setTimeout(() => {
      timer.current = undefined;
      submit(form.current, { replace: true, preventScrollReset: true });
    }, pause);
  };
  const isFirst = useRef(true);
  useEffect(() => {
    const differing = fieldsOf(form.current).filter(({ name, value }) => value !== listed(query, name));
    // What was entered before this script ran counts; later on the fields follow the address.
    if (isFirst.current && differing.length > 0) apply(0);
    else if (timer.current === undefined) for (const field of differing) field.value = listed(query, field.name);
    isFirst.current = false;
  });
  return (
    <Form
      ref={form}
      role="search"
      aria-label={sessionListWords.filters.label}
      preventScrollReset
      onChange={(event) => apply(event.target instanceof HTMLSelectElement ? 0 : TYPING_PAUSE_MS)}
      onSubmit={forget}
      className="mb-4 grid grid-cols-2 gap-2 sm:flex"
    >
      {query.scope !== "mine" && <input type="hidden" name="scope" value={query.scope} />}
      <div className="relative col-span-2 min-w-48 flex-1">
        <Search
          size={16}
          aria-hidden
          className="pointer-events-none absolute start-3 top-1/2 -translate-y-1/2 text-ink-7"
        />
        <input
          type="search"
          name="q"
          aria-label={sessionListWords.filters.search}
          placeholder={sessionListWords.filters.search}
          defaultValue={query.q}
          maxLength={200}
          className="h-9 w-full rounded border border-ink-5 bg-ink-0 ps-9 pe-3 text-ink-10 placeholder:text-ink-7 max-md:h-11"
        />
      </div>
      <select
        name="language"
        aria-label={sessionListWords.filters.language}
        defaultValue={query.language ?? ""}
        className={selectClass}
      >
        <option value="">{sessionListWords.filters.allLanguages}</option>
        {languages.map(({ id, label }) => (
          <option key={id} value={id} translate="no">
            {label}
          </option>
        ))}
      </select>
      <select name="sort" aria-label={sessionListWords.filters.order} defaultValue={query.sort} className={selectClass}>
        <option value="edited">{sessionListWords.filters.lastEdited}</option>
        <option value="created">{sessionListWords.filters.newest}</option>
        <option value="title">{sessionListWords.filters.title}</option>
      </select>
      <noscript>
        <Button type="submit" className="w-full">
          {sessionListWords.filters.apply}
        </Button>
      </noscript>
    </Form>
  );
}

const listed = (query: ListedQuery, name: string) => query[name as keyof ListedQuery] ?? "";

function fieldsOf(form: HTMLFormElement | null): (HTMLInputElement | HTMLSelectElement)[] {
  return [...(form?.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[type=search], select") ?? [])];
}
