import { useFetcher } from "@remix-run/react";
import { Plus } from "lucide-react";
import { useState } from "react";
import { ButtonLink } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { NewSessionForm } from "../sessions.new/new-session-form.tsx";
import type { action } from "../sessions.new/route.tsx";

/** A link to the form; where scripts run, the form opens above the list. */
export function NewSessionButton() {
  const [open, setOpen] = useState(false);
  const fetcher = useFetcher<typeof action>();
  return (
    <>
      <ButtonLink
        to="/sessions/new"
        kind="main"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <Plus size={16} aria-hidden /> New session
      </ButtonLink>
      <Dialog open={open} onOpenChange={setOpen} title="New session">
        <NewSessionForm answer={fetcher.data} isBusy={fetcher.state !== "idle"} as={fetcher.Form} />
      </Dialog>
    </>
  );
}
