import { Form, useSubmit } from "@remix-run/react";
import { Search } from "lucide-react";
import { type FormEvent, useEffect, useRef } from "react";
import { languages } from "../../languages.ts";
import { Button } from "../../ui/button.tsx";
import { selectClass } from "../../ui/field.tsx";
import type { Scope } from "./tabs.tsx";

const TYPING_PAUSE_MS = 250;

export type ListedQuery = { scope: Scope; q: string; language?: string; sort: string };

/** Search, language and order, kept in the address. Without a script a button applies them. */
export function Filters({ query }: { query: ListedQuery }) {
  const submit = useSubmit();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const apply = (event: FormEvent<HTMLFormElement>, pause: number) => {
    const form = event.currentTarget;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => submit(form, { replace: true, preventScrollReset: true }), pause);
  };
  return (
    <Form
      key={query.scope}
      role="search"
      aria-label="Sessions"
      preventScrollReset
      onChange={(event) => apply(event, event.target instanceof HTMLSelectElement ? 0 : TYPING_PAUSE_MS)}
      onSubmit={() => clearTimeout(timer.current)}
      className="mb-4 grid grid-cols-2 gap-2 sm:flex"
    >
      {query.scope !== "mine" && <input type="hidden" name="scope" value={query.scope} />}
      <div className="relative col-span-2 min-w-48 flex-1">
        <Search size={16} aria-hidden className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-7" />
        <input
          type="search"
          name="q"
          aria-label="Search titles"
          placeholder="Search titles"
          defaultValue={query.q}
          maxLength={200}
          className="h-9 w-full rounded border border-ink-5 bg-ink-0 pr-3 pl-9 text-ink-10 placeholder:text-ink-7 max-md:h-11"
        />
      </div>
      <select name="language" aria-label="Language" defaultValue={query.language ?? ""} className={selectClass}>
        <option value="">All languages</option>
        {languages.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <select name="sort" aria-label="Order" defaultValue={query.sort} className={selectClass}>
        <option value="edited">Last edited</option>
        <option value="created">Newest</option>
        <option value="title">Title</option>
      </select>
      <noscript>
        <Button type="submit" className="w-full">
          Apply
        </Button>
      </noscript>
    </Form>
  );
}
