import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { ButtonLink } from "../../ui/button.tsx";
import type { ListedQuery } from "./filters.tsx";

const nothingYet = {
  mine: ["No sessions yet", "A session is a few files that people write together. Yours are listed here."],
  shared: [
    "Nothing is shared with you yet",
    "Open a link or an invite that somebody sends you, and the session is listed here.",
  ],
  public: ["No public sessions", "A session that its owner makes public is listed here, for everybody."],
} as const;

export function EmptyList({ query: { scope, q, language } }: { query: ListedQuery }) {
  const all = scope === "mine" ? "/sessions" : `/sessions?scope=${scope}`;
  if (q || language) {
    return (
      <Blank
        title="No session matches"
        sentence={
          q ? `No title here contains “${q}”${language ? " in this language" : ""}.` : "None here is in this language."
        }
      >
        <ButtonLink to={all}>Show all</ButtonLink>
      </Blank>
    );
  }
  const [title, sentence] = nothingYet[scope];
  return (
    <Blank title={title} sentence={sentence}>
      {scope === "mine" ? (
        <ButtonLink to="/sessions/new">Create the first session</ButtonLink>
      ) : (
        <Link to="/sessions" className="text-accent-strong underline">
          Your own sessions
        </Link>
      )}
    </Blank>
  );
}

function Blank({ title, sentence, children }: { title: string; sentence: string; children: ReactNode }) {
  return (
    <div className="py-8">
      <h2 className="text-base">{title}</h2>
      <p className="mt-1 mb-5 max-w-prose break-words text-ink-7">{sentence}</p>
      {children}
    </div>
  );
}
