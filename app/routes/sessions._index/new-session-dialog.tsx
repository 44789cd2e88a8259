import { useFetcher } from "@remix-run/react";
import { Dialog } from "../../ui/dialog.tsx";
import { NewSessionForm } from "../sessions.new/new-session-form.tsx";
import type { action } from "../sessions.new/route.tsx";
import { commonWords } from "../../words/common.ts";

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
    <Dialog open={open} onOpenChange={onOpenChange} title={commonWords.newSession}>
      <NewSessionForm answer={fetcher.data} isBusy={fetcher.state !== "idle"} as={fetcher.Form} />
    </Dialog>
  );
}
