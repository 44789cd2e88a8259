/**
 * A viewer's question whether they may edit, as a message: an address of the session says so whatever language it is
 * asked in (docs/decisions/024). Everywhere else it is a link to the session.
 */
import { editRequestPath } from "../../../../protocol/entities.ts";
import { readMessage } from "./message-text.ts";

export const editRequestLink = (origin: string, sessionId: string) => origin + editRequestPath(sessionId);

/** Whatever the origin: a session may be known under several. */
export const isEditRequestLink = (url: string, sessionId: string): boolean => url.endsWith(editRequestPath(sessionId));

export const asksToEdit = ({ body, sessionId }: { body: string; sessionId: string }): boolean =>
  body.includes(editRequestPath(sessionId)) &&
  readMessage(body).some(
    (block) =>
      block.kind === "text" &&
      block.inlines.some(({ kind, text }) => kind === "link" && isEditRequestLink(text, sessionId)),
  );
