/**
 * A viewer's question whether they may edit, as a message: an address of the session says so whatever language it is
 * asked in (docs/decisions/024). Everywhere else it is a link to the session.
 */
import { readMessage } from "./message-text.ts";

const HASH = "#ask-to-edit";

export const editRequestLink = (origin: string, sessionId: string) => `${origin}/sessions/${sessionId}${HASH}`;

/** Whatever the origin: a session may be known under several. */
export const isEditRequestLink = (url: string, sessionId: string): boolean =>
  url.endsWith(`/sessions/${sessionId}${HASH}`);

export const asksToEdit = ({ body, sessionId }: { body: string; sessionId: string }): boolean =>
  body.includes(HASH) &&
  readMessage(body).some(
    (block) =>
      block.kind === "text" &&
      block.inlines.some(({ kind, text }) => kind === "link" && isEditRequestLink(text, sessionId)),
  );
