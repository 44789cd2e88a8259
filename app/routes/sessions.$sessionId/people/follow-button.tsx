import { Button } from "../../../ui/button.tsx";
import { useFollowing } from "../editor/editor-context.tsx";
import type { PersonHere } from "./people-context.tsx";

/** On phones, where a second click on somebody is hard to find: one tap follows them, and ends it. */
export function FollowButton({ person }: { person: PersonHere }) {
  const { followed, follow, stop } = useFollowing();
  const isFollowed = followed?.id === person.id;
  return (
    <Button
      size="small"
      aria-label={isFollowed ? `Stop following ${person.name}` : `Follow ${person.name}`}
      className="mr-1 md:hidden"
      onClick={() => (isFollowed ? stop() : follow(person))}
    >
      {isFollowed ? "Stop" : "Follow"}
    </Button>
  );
}
