import { Link, useSearchParams } from "@remix-run/react";
import { sessionListWords } from "../../words/session-list.tsx";
import { listAddress } from "./list-address.ts";

const scopes = ["mine", "shared", "public"] as const;

export type Scope = (typeof scopes)[number];

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
          className="-mb-px flex h-10 items-center max-md:h-11 border-b-2 border-transparent whitespace-nowrap text-ink-7 hover:text-ink-10 aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink-10"
        >
          {sessionListWords.scopes[scope]}
        </Link>
      ))}
    </nav>
  );
}
