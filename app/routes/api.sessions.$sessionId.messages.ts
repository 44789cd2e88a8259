import { z } from "../../protocol/zod.ts";
import { editRequestPath } from "../../protocol/entities.ts";
import { EDIT_REQUEST_MS } from "../../protocol/limits.ts";
import { addEditRequest, addMessage, listMessages } from "../../db/messages.ts";
import { inSpan } from "../../observe/spans.ts";
import { failure, parseJson, parseQuery } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { json, requireAccess, resource } from "../api/resource.server.ts";
import { messageBody } from "../api/session-input.ts";
import { apiWords } from "../words/api.ts";

const query = z.strictObject({
  before: z.optional(z.uuid()),
  limit: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(100))),
});
const newMessage = z.strictObject({ id: z.uuid().check(z.toLowerCase()), body: messageBody });

const messages = resource({
  async GET(args) {
    const { session } = await requireAccess(args);
    return json({ messages: await listMessages(args.db, session.id, parseQuery(args.request, query)) });
  },
  async POST(args) {
    const { session, role } = await requireAccess(args);
    const { id, body } = await parseJson(args.request, newMessage);
    await consumeOne(args.context.limits.newMessages, args.user.id);
    const add = role === "viewer" && body.includes(editRequestPath(session.id)) ? addEditRequest : addMessage;
    const stored = await inSpan(
      "add message",
      { attributes: { "tandem.session_id": session.id, "tandem.message_id": id } },
      () => add(args.db, { id, body, sessionId: session.id, userId: args.user.id }),
    );
    if (stored === "asked")
      throw failure(409, "already_asked", apiWords.message.alreadyAsked(EDIT_REQUEST_MS / 60_000));
    if (!stored) throw failure(409, "conflict", apiWords.message.idTaken);
    return json({ message: stored.message }, stored.added ? 201 : 200);
  },
});

export const loader = messages;
export const action = messages;
