import { Form } from "@remix-run/react";
import { useId } from "react";
import { Button } from "../../ui/button.tsx";
import { landingWords } from "../../words/landing.tsx";

/** For people who were sent a link or an id that they cannot click. */
export function OpenLink({ entered, problem }: { entered?: string; problem?: string }) {
  const id = useId();
  return (
    <Form method="post" action="/?index" className="mt-8 border-t border-ink-3 pt-6">
      <label htmlFor={id} className="mb-1 block text-sm font-semibold text-ink-9">
        {landingWords.link.label}
      </label>
      <div className="flex gap-2">
        <input
          key={problem}
          id={id}
          name="link"
          defaultValue={entered}
          placeholder={landingWords.link.placeholder}
          required
          autoComplete="off"
          spellCheck={false}
          autoFocus={Boolean(problem)}
          aria-invalid={Boolean(problem)}
          aria-describedby={problem && `${id}-note`}
          className="h-9 min-w-0 flex-1 rounded border border-ink-5 bg-ink-0 px-3 text-ink-10 placeholder:text-ink-7 aria-[invalid=true]:border-red max-md:h-11"
        />
        <Button type="submit" className="max-md:h-11">
          {landingWords.link.open}
        </Button>
      </div>
      {problem && (
        <p id={`${id}-note`} className="mt-1.5 text-sm break-words text-red">
          {problem}
        </p>
      )}
    </Form>
  );
}
