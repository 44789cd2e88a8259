import { z } from "../../protocol/zod.ts";
import { changeMessage, deleteMessage, findMessage } from "../../db/messages.ts";
import { messageNotFound, requireOwnMessage, tooLate } from "../api/own-message.server.ts";
import { json, resource } from "../api/resource.server.ts";
import { messageBody } from "../api/session-input.ts";
import { noContent, parseJson } from "../http.ts";

const change = z.strictObject({ body: messageBody });

/** The database decides whether it is too late, in the same statement that writes. */
const message = resource({
  async PATCH(args) {
    const { isDeleted, ...own } = await requireOwnMessage(args);
    if (isDeleted) throw messageNotFound();
    const { body } = await parseJson(args.request, change);
    const isChanged = await changeMessage(args.db, { ...own, body });
    const stored = await findMessage(args.db, own.id);
    if (!stored) throw messageNotFound();
    if (!isChanged) throw tooLate();
    return json({ message: stored });
  },
  async DELETE(args) {
    const { isDeleted: _, ...own } = await requireOwnMessage(args);
    if (!(await deleteMessage(args.db, own))) throw tooLate();
    return noContent();
  },
});

export const loader = message;
export const action = message;
