import { useNavigate } from "@remix-run/react";
import { Plus } from "lucide-react";
import { useState } from "react";
import { ButtonLink } from "../../ui/button.tsx";
import { later, useLater } from "../../ui/later.ts";
import { commonWords } from "../../words/common.ts";

const script = later(() => import("./new-session-dialog.tsx"));
const prefetch = () => void script.load().catch(() => {});

/** A link to the form; where scripts run, the form opens above the list, loaded when somebody is about to ask. */
export function NewSessionButton() {
  const navigate = useNavigate();
  const NewSessionDialog = useLater(script)?.NewSessionDialog;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ButtonLink
        to="/sessions/new"
        kind="main"
        onPointerEnter={prefetch}
        onFocus={prefetch}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          script.load().then(
            () => setOpen(true),
            () => navigate("/sessions/new"),
          );
        }}
      >
        <Plus size={16} aria-hidden /> {commonWords.newSession}
      </ButtonLink>
      {NewSessionDialog && <NewSessionDialog isOpen={isOpen} onClose={() => setOpen(false)} />}
    </>
  );
}
