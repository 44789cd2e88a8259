import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listPresent } from "../../../db/presence.ts";
import { findDeletedSession, listSessions } from "../../../db/sessions.ts";
import { requireUser } from "../../auth/auth.server.ts";
import { Page } from "../../ui/page.tsx";
import { sessionListWords } from "../../words/session-list.tsx";
import { siteWords } from "../../words/site.tsx";
import { actOnSession } from "./act-on-session.server.ts";
import { DeletedNotice } from "./deleted-notice.tsx";
import { EmptyList } from "./empty-list.tsx";
import { Filters, type ListedQuery } from "./filters.tsx";
import { PAGE_LENGTH, readListQuery } from "./list-query.ts";
import { LoadMore } from "./load-more.tsx";
import { NewSessionButton } from "./new-session-button.tsx";
import { SessionRow } from "./session-row.tsx";
import { Tabs } from "./tabs.tsx";
import { useFreshList } from "./use-fresh-list.ts";

export const meta: MetaFunction = () => [{ title: sessionListWords.documentTitle }];

export async function loader({ request, context: { db, ...context } }: LoaderFunctionArgs) {
  const user = await requireUser(request, { db, ...context });
  const { show, deleted, rename, ...query } = readListQuery(new URL(request.url).searchParams);
  const [found, gone] = await Promise.all([
    listSessions(db, user.id, { ...query, limit: show + 1 }),
    deleted ? findDeletedSession(db, user.id, deleted) : undefined,
  ]);
  const present = await listPresent(
    db,
    found.map(({ id }) => id),
  );
  const sessions = found.slice(0, show).map((session) => ({
    ...session,
    here: present
      .filter(({ session_id }) => session_id === session.id)
      .map(({ id, name, color, avatar_url }) => ({ id, name, color, avatarUrl: avatar_url })),
  }));
  return {
    query,
    sessions,
    renaming: rename,
    deleted: gone ?? null,
    nextShow: found.length > show ? show + PAGE_LENGTH : null,
  };
}
export type ListedSession = Awaited<ReturnType<typeof loader>>["sessions"][number];

export const action = actOnSession;

/** Somebody whose list is empty has nothing to search in. */
const isFiltered = ({ q, language }: ListedQuery) => q !== "" || language !== undefined;

export default function Sessions() {
  const { query, sessions, renaming, deleted, nextShow } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  useFreshList();
  return (
    <Page>
      <div className="mb-4 flex items-center justify-between gap-4">
        <h1 className="text-2xl">{siteWords.sessions}</h1>
        <NewSessionButton />
      </div>
      <Tabs current={query.scope} />
      {(sessions.length > 0 || isFiltered(query)) && <Filters query={query} />}
      {sessions.length === 0 ? (
        <EmptyList query={query} />
      ) : (
        <ul className="border-t border-ink-3">
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              isRenaming={session.id === renaming}
              refused={session.id === refused?.sessionId ? refused : undefined}
            />
          ))}
        </ul>
      )}
      {nextShow && <LoadMore show={nextShow} />}
      {deleted && <DeletedNotice key={deleted.id} session={deleted} />}
    </Page>
  );
}
