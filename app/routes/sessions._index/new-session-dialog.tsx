import { useFetcher } from "@remix-run/react";
import { Dialog } from "../../ui/dialog.tsx";
import { NewSessionForm } from "../sessions.new/new-session-form.tsx";
import type { action } from "../sessions.new/route.tsx";

/** The form of `/sessions/new`, above the list. */
export default function NewSessionDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const fetcher = useFetcher<typeof action>();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New session">
      <NewSessionForm answer={fetcher.data} isBusy={fetcher.state !== "idle"} as={fetcher.Form} />
    </Dialog>
  );
}
