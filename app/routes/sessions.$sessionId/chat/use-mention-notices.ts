import { useEffect, useRef } from "react";
import { toast } from "../../../ui/toast.ts";
import { chatWords } from "../../../words/chat.ts";
import { usePanel } from "../layout-context.tsx";
import { useChat } from "./chat-context.tsx";

const NOTICE_MS = 10_000;

/** Tells somebody who is mentioned while they do not see the chat. */
export function useMentionNotices() {
  const { mention, isReading } = useChat();
  const { setPanel } = usePanel();
  const told = useRef<string>(undefined);
  useEffect(() => {
    if (!mention || mention.id === told.current) return;
    told.current = mention.id;
    toast(chatWords.mentionedYou(mention.userName), {
      id: "mention",
      duration: NOTICE_MS,
      action: { label: chatWords.showIt, onClick: () => setPanel("chat") },
    });
  }, [mention, setPanel]);
  useEffect(() => {
    if (isReading) toast.dismiss("mention");
  }, [isReading]);
}
