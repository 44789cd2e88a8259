import { Button } from "../../../ui/button.tsx";
import { useFollowing } from "../editor/editor-context.tsx";
import type { PersonHere } from "./people-context.tsx";
import { peopleWords } from "../../../words/people.ts";

/** On phones, where a second click on somebody is hard to find: one tap follows them, and ends it. */
export function FollowButton({ person }: { person: PersonHere }) {
  const { followed, follow, stop } = useFollowing();
  const words = peopleWords.following;
  const isFollowed = followed?.id === person.id;
  return (
    <Button
      size="small"
      aria-label={isFollowed ? words.stopFollowing(person.name) : words.followPerson(person.name)}
      className="me-1 md:hidden"
      onClick={() => (isFollowed ? stop() : follow(person))}
    >
      {isFollowed ? words.stop : words.follow}
    </Button>
  );
}
