import { useFetcher } from "@remix-run/react";
import { Dialog } from "../../ui/dialog.tsx";
import { NewSessionForm } from "../sessions.new/new-session-form.tsx";
import type { action } from "../sessions.new/route.tsx";
import { commonWords } from "../../words/common.ts";

/** The form of `/sessions/new`, above the list. */
export function NewSessionDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const fetcher = useFetcher<typeof action>();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={commonWords.newSession}>
      <NewSessionForm answer={fetcher.data} isBusy={fetcher.state !== "idle"} as={fetcher.Form} />
    </Dialog>
  );
}
