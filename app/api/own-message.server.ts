import { findAuthor } from "../../db/messages.ts";
import { MESSAGE_CHANGE_MS } from "../../protocol/limits.ts";
import { failure, forbidden, notFound } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { type ApiArgs, requireAccess, requireId } from "./resource.server.ts";
import { apiWords } from "../words/api.ts";

/**
 * The message of the address, if it is the user's own; else throws 404 or 403. A deleted one is there for nobody but
 * its author.
 */
export async function requireOwnMessage(args: ApiArgs) {
  const { session } = await requireAccess(args);
  const id = requireId(args.params.messageId, "message");
  const found = await findAuthor(args.db, { id, sessionId: session.id });
  const isOwn = found?.userId === args.user.id;
  if (!found || (found.isDeleted && !isOwn)) throw notFound("message");
  if (!isOwn) throw forbidden(apiWords.message.notYours);
  await consumeOne(args.context.limits.newMessages, args.user.id);
  return { id, sessionId: session.id, userId: args.user.id, isDeleted: found.isDeleted };
}

export const messageNotFound = () => notFound("message");

/** Why a message stays as it is. */
export const tooLate = () => failure(409, "too_late", apiWords.message.tooLate(MESSAGE_CHANGE_MS / 60_000));
