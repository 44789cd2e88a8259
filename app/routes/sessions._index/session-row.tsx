import { Link } from "@remix-run/react";
import { Globe, Link2, Lock } from "lucide-react";
import { languageLabel } from "../../languages.ts";
import { Ago } from "../../ui/time.tsx";
import { commonWords } from "../../words/common.ts";
import { sessionListWords } from "../../words/session-list.tsx";
import { PeopleHere } from "./people-here.tsx";
import { RenameForm } from "./rename-form.tsx";
import type { ListedSession } from "./route.tsx";
import { SessionMenu } from "./session-menu.tsx";

const icons = { private: Lock, link: Link2, public: Globe } as const;

type SessionRowProps = {
  session: ListedSession;
  isRenaming: boolean;
  refused?: { entered: string; error?: string };
};

export function SessionRow({ session, isRenaming, refused }: SessionRowProps) {
  const Icon = icons[session.visibility];
  return (
    <li className="group relative flex min-h-16 items-center gap-3 border-b border-ink-3 py-2 sm:gap-5">
      <div className="min-w-0 flex-1">
        {isRenaming && session.role === "owner" ? (
          <RenameForm key={refused?.error} session={session} refused={refused} />
        ) : (
          <h2 className="text-base leading-6">
            <Link
              to={`/sessions/${session.id}`}
              className="line-clamp-2 break-words text-ink-10 after:absolute after:inset-0 hover:underline"
            >
              <bdi translate="no">{session.title}</bdi>
            </Link>
          </h2>
        )}
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-ink-7">
          <span translate="no">{languageLabel(session.language)}</span>
          <span className="inline-flex items-center gap-1">
            <Icon size={13} aria-hidden /> {commonWords.visibilities[session.visibility]}
          </span>
          {session.role !== "owner" && <span>{sessionListWords.roles[session.role]}</span>}
          <span className="sm:hidden">
            <Ago iso={session.updatedAt} />
          </span>
        </p>
        <PeopleHere people={session.here} className="my-1 sm:hidden" />
      </div>
      <PeopleHere people={session.here} className="max-sm:hidden" />
      <p className="hidden w-44 shrink-0 text-end text-sm text-ink-7 tabular-nums sm:block">
        {sessionListWords.lastEdit(
          (label) => (
            <span className="sr-only">{label}</span>
          ),
          <Ago iso={session.updatedAt} />,
        )}
      </p>
      <SessionMenu session={session} />
    </li>
  );
}
