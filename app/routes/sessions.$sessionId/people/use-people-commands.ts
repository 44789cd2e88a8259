import { useCommands } from "../../../commands/use-commands.ts";
import { useFollowing } from "../editor/editor-context.tsx";
import { usePeopleHere } from "./people-context.tsx";

/** Going to somebody's caret, and following them. */
export function usePeopleCommands() {
  const here = usePeopleHere();
  const { followed, jumpTo, follow, stop } = useFollowing();
  useCommands([
    ...here.flatMap((person) => [
      {
        id: `go-to:${person.id}`,
        group: "People" as const,
        label: `Go to ${person.name}`,
        words: "caret person jump where",
        run: () => jumpTo(person),
      },
      {
        id: `follow:${person.id}`,
        group: "People" as const,
        label: `Follow ${person.name}`,
        words: "person watch track",
        run: () => follow(person),
      },
    ]),
    ...(followed
      ? [{ id: "follow.stop", group: "People" as const, label: `Stop following ${followed.name}`, run: stop }]
      : []),
  ]);
}
