import { useLayoutEffect, useRef } from "react";
import { Button } from "../../../ui/button.tsx";
import { peopleWords } from "../../../words/people.ts";
import { useViewersToManage } from "../people/people-context.tsx";
import { setRole } from "../people/set-role.ts";
import { useSession } from "../settings-context.tsx";

/** The owner's answer to somebody who asked whether they may edit, for as long as they may only view. */
export function MakeEditor({ userId }: { userId: string }) {
  const viewer = useViewersToManage().find((person) => person.userId === userId);
  return viewer && <MakeEditorButton userId={userId} name={viewer.name} />;
}

/** It goes when it has been pressed; the message that it belongs to has the focus then. */
function MakeEditorButton({ userId, name }: { userId: string; name: string }) {
  const sessionId = useSession().id;
  const button = useRef<HTMLButtonElement>(null);
  // Its end comes while the button still stands in the page, and has the focus.
  useLayoutEffect(() => {
    const element = button.current;
    return () => {
      if (document.activeElement === element) element?.closest("article")?.focus();
    };
  }, []);
  return (
    <Button
      ref={button}
      size="small"
      aria-label={peopleWords.manage.makeEditor(name)}
      onClick={() => void setRole(sessionId, userId, "editor")}
    >
      {peopleWords.manage.make.editor}
    </Button>
  );
}
