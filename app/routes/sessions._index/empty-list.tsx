import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { ButtonLink } from "../../ui/button.tsx";
import { sessionListWords } from "../../words/session-list.tsx";
import type { ListedQuery } from "./filters.tsx";

export function EmptyList({ query: { scope, q, language } }: { query: ListedQuery }) {
  const all = scope === "mine" ? "/sessions" : `/sessions?scope=${scope}`;
  if (q || language) {
    const words = sessionListWords.noMatch;
    const ofText = language ? words.ofTextInLanguage : words.ofText;
    return (
      <Blank title={words.title} sentence={q ? ofText(q) : words.ofLanguage}>
        <ButtonLink to={all}>{words.showAll}</ButtonLink>
      </Blank>
    );
  }
  const { title, sentence } = sessionListWords.nothingYet[scope];
  return (
    <Blank title={title} sentence={sentence}>
      {scope === "mine" ? (
        <ButtonLink to="/sessions/new">{sessionListWords.createFirst}</ButtonLink>
      ) : (
        <Link to="/sessions" className="text-ink-10 underline">
          {sessionListWords.ownSessions}
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
