import { useCommands } from "../../../commands/use-commands.ts";
import { useFollowing } from "../editor/editor-context.tsx";
import { usePeopleHere } from "./people-context.tsx";
import { peopleWords } from "../../../words/people.ts";

/** Going to somebody's caret, and following them. */
export function usePeopleCommands() {
  const here = usePeopleHere();
  const { followed, jumpTo, follow, stop } = useFollowing();
  useCommands([
    ...here.flatMap((person) => [
      {
        id: `go-to:${person.id}`,
        group: "People" as const,
        label: peopleWords.commands.goTo.label(person.name),
        words: peopleWords.commands.goTo.typed,
        run: () => jumpTo(person),
      },
      {
        id: `follow:${person.id}`,
        group: "People" as const,
        label: peopleWords.commands.follow.label(person.name),
        words: peopleWords.commands.follow.typed,
        run: () => follow(person),
      },
    ]),
    ...(followed
      ? [
          {
            id: "follow.stop",
            group: "People" as const,
            label: peopleWords.following.stopFollowing(followed.name),
            run: stop,
          },
        ]
      : []),
  ]);
}
