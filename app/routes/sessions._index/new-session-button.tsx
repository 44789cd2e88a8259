import { useNavigate } from "@remix-run/react";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { ButtonLink } from "../../ui/button.tsx";
import { commonWords } from "../../words/common.ts";

const loadDialog = () => import("./new-session-dialog.tsx");
const NewSessionDialog = lazy(loadDialog);
const prefetch = () => void loadDialog().catch(() => {});

/** A link to the form; where scripts run, the form opens above the list, loaded when somebody is about to ask. */
export function NewSessionButton() {
  const navigate = useNavigate();
  const [isLoaded, setIsLoaded] = useState(false);
  const [open, setOpen] = useState(false);
  function show() {
    setIsLoaded(true);
    setOpen(true);
  }
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
          loadDialog().then(show, () => navigate("/sessions/new"));
        }}
      >
        <Plus size={16} aria-hidden /> {commonWords.newSession}
      </ButtonLink>
      <Suspense>{isLoaded && <NewSessionDialog isOpen={open} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
