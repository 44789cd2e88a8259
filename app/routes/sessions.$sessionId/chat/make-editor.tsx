import { Button } from "../../../ui/button.tsx";
import { peopleWords } from "../../../words/people.ts";
import { useViewersToManage } from "../people/people-context.tsx";
import { setRole } from "../people/set-role.ts";
import { useSession } from "../settings-context.tsx";

/** The owner's answer to somebody who asked whether they may edit, for as long as they may only view. */
export function MakeEditor({ userId }: { userId: string }) {
  const sessionId = useSession().id;
  const viewer = useViewersToManage().find((person) => person.userId === userId);
  if (!viewer) return null;
  return (
    <Button
      size="small"
      aria-label={peopleWords.manage.makeEditor(viewer.name)}
      onClick={() => void setRole(sessionId, userId, "editor")}
    >
      {peopleWords.manage.make.editor}
    </Button>
  );
}
