import { Form } from "@remix-run/react";
import { Button } from "../../ui/button.tsx";
import { landingWords } from "../../words/landing.tsx";

/** The way in once more, for who has read to the end, and where the source is, if whoever runs this has said so. */
export const PageEnd = ({ sourceUrl }: { sourceUrl: string | null }) => (
  <footer className="flex flex-wrap items-center gap-x-6 gap-y-4 border-t border-ink-3 pt-8 pb-4 text-sm text-ink-7">
    <Form method="post" action="/start">
      <Button type="submit" className="max-md:h-11">
        {landingWords.end.start}
      </Button>
    </Form>
    <p className="grow">{landingWords.end.license}</p>
    {sourceUrl && (
      <a
        href={sourceUrl}
        className="inline-flex items-center text-ink-8 underline underline-offset-3 hover:text-ink-10 max-md:h-11"
      >
        {landingWords.end.source}
      </a>
    )}
  </footer>
);
