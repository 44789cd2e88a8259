import { Link, useSearchParams } from "@remix-run/react";
import { sessionListWords } from "../../words/session-list.tsx";
import { listAddress } from "./list-address.ts";

const scopes = ["mine", "shared", "public"] as const;

export type Scope = (typeof scopes)[number];

/** Each has the width of its bold label, so that none moves when another is chosen. */
const asWideAsCurrent = "after:invisible after:h-0 after:font-semibold after:content-[attr(data-label)]";

/** Three lists; the search stays when the list changes. */
export function Tabs({ current }: { current: Scope }) {
  const [searchParams] = useSearchParams();
  return (
    <nav aria-label={sessionListWords.whichSessions} className="mb-4 flex flex-wrap gap-x-5 border-b border-ink-3">
      {scopes.map((scope) => (
        <Link
          key={scope}
          to={listAddress(searchParams, {
            scope: scope === "mine" ? null : scope,
            show: null,
            rename: null,
            deleted: null,
          })}
          aria-current={scope === current ? "page" : undefined}
          data-label={sessionListWords.scopes[scope]}
          className={`-mb-px flex h-10 flex-col justify-center border-b-2 border-transparent whitespace-nowrap text-ink-7 hover:text-ink-10 aria-[current]:border-ink-10 aria-[current]:font-semibold aria-[current]:text-ink-10 max-md:h-11 ${asWideAsCurrent}`}
        >
          {sessionListWords.scopes[scope]}
        </Link>
      ))}
    </nav>
  );
}
