import { useEffect } from "react";
import { toast } from "../../../ui/toast.ts";
import { chatWords } from "../../../words/chat.ts";
import { usePanel } from "../layout-context.tsx";
import { useChat } from "./chat-context.tsx";

/** Tells somebody who has closed the chat that a message was not sent. */
export function useFailedMessages() {
  const { messages } = useChat();
  const { panel, setPanel } = usePanel();
  const isChatOpen = panel === "chat";
  const failed = messages.findLast(({ state }) => state === "failed")?.id;
  useEffect(() => {
    if (!failed || isChatOpen) return;
    toast.error(chatWords.failed.yours, {
      id: "failed message",
      duration: Infinity,
      action: { label: chatWords.showIt, onClick: () => setPanel("chat") },
    });
    // Closing the chat needs no notice: its messages have been seen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [failed]);
  useEffect(() => {
    if (isChatOpen) toast.dismiss("failed message");
  }, [isChatOpen]);
}
