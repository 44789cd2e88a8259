import { useEffect } from "react";
import { toast } from "../../../ui/toast.ts";
import { chatWords } from "../../../words/chat.ts";
import { usePanel } from "../layout-context.tsx";
import { useChat } from "./chat-context.tsx";

/** Tells somebody who has closed the chat that a message was not sent, or still is not after a reload. */
export function useFailedMessages() {
  const { messages } = useChat();
  const { panel, isTentative, setPanel } = usePanel();
  const isChatOpen = panel === "chat";
  const failed = messages.findLast(({ state }) => state === "failed")?.id;
  useEffect(() => {
    if (!failed || isChatOpen || isTentative) return;
    toast.error(chatWords.failed.yours, {
      id: "failed message",
      duration: Infinity,
      action: { label: chatWords.showIt, onClick: () => setPanel("chat") },
    });
    // Closing the chat needs no notice: its messages have been seen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [failed, isTentative]);
  useEffect(() => {
    if (isChatOpen) toast.dismiss("failed message");
  }, [isChatOpen]);
}
