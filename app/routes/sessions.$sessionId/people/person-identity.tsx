import { Crown, Eye } from "lucide-react";
import type { Participant } from "../../../../protocol/entities.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { peopleWords } from "../../../words/people.ts";

type Props = {
  person: Participant;
  isOwn: boolean;
  /** They are not here. */
  isFaded?: boolean;
  /** What is said of them below their name. */
  details: (string | false | undefined)[];
};

/** Somebody in a list: their disc, their name, and a line about them. */
export function PersonIdentity({ person, isOwn, isFaded, details }: Props) {
  return (
    <>
      <Avatar person={person} className={isFaded ? "opacity-50" : ""} />
      <span className="min-w-0">
        <span className="block truncate text-ink-10">
          <bdi translate="no">{person.name}</bdi> {isOwn && <span className="text-ink-7">{peopleWords.you}</span>}
        </span>
        <span className="flex items-center gap-1 text-xs text-ink-7">
          {person.role === "owner" && <Crown size={11} aria-hidden="true" />}
          {person.role === "viewer" && <Eye size={11} aria-hidden="true" />}
          {details.filter(Boolean).join(" · ")}
        </span>
      </span>
    </>
  );
}
