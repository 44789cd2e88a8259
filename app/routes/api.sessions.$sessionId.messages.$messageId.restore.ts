import { findMessage, restoreMessage } from "../../db/messages.ts";
import { messageNotFound, requireOwnMessage } from "../api/own-message.server.ts";
import { json, resource } from "../api/resource.server.ts";
import { failure } from "../http.ts";
import { apiWords } from "../words/api.ts";

/** Takes a deletion back. A message that is not deleted stays as it is, so that a second click does no harm. */
const restore = resource({
  async POST(args) {
    const { isDeleted: _, ...own } = await requireOwnMessage(args);
    if (!(await restoreMessage(args.db, own))) throw failure(409, "too_late", apiWords.message.deletedTooLongAgo);
    const message = await findMessage(args.db, own.id);
    if (!message) throw messageNotFound();
    return json({ message });
  },
});

export const loader = restore;
export const action = restore;
