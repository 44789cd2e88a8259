import { useEffect, useRef } from "react";
import { chatWords } from "../../../words/chat.ts";
import { announce } from "../announcer.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { useSession } from "../settings-context.tsx";
import { useChat } from "./chat-context.tsx";
import { asksToEdit, isEditRequestLink } from "./edit-request.ts";
import { readMessage } from "./message-text.ts";
import type { ShownMessage } from "./message-list.ts";

/** Of more at once only the number is read out. */
const MOST = 3;
const MAX_CHARS = 300;

/** Has what others write read out: each message once, and neither what comes from before nor what a notice tells of. */
export function useAnnouncedMessages() {
  const { messages } = useChat();
  const ownId = useUser().id;
  const isOwner = useSession().role === "owner";
  const last = useRef<string>(undefined);
  useEffect(() => {
    const settled = messages.filter(({ state }) => !state);
    const before = last.current;
    last.current = settled.at(-1)?.createdAt ?? before ?? "";
    if (before === undefined) return;
    const added = settled.filter(
      (message) => message.createdAt > before && message.userId !== ownId && !(isOwner && asksToEdit(message)),
    );
    const words = chatWords.announced;
    if (added.length > MOST) announce(words.several(added.length));
    else for (const message of added) announce(words.wrote(message.userName, spoken(message)));
  }, [messages, ownId, isOwner]);
}

function spoken({ body, sessionId }: ShownMessage): string {
  const { code, link } = chatWords.announced;
  const read = (url: string) => (isEditRequestLink(url, sessionId) ? "" : link);
  const said = readMessage(body)
    .flatMap((block) =>
      block.kind === "code"
        ? [code]
        : block.inlines.map(({ kind, text }) =>
            kind === "link" ? read(text) : kind === "mention" ? `@${text}` : text,
          ),
    )
    .join(" ");
  return said.length > MAX_CHARS ? `${said.slice(0, MAX_CHARS).toWellFormed()}…` : said;
}
