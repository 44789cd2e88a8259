import { duplicateSession, toSession } from "../../db/sessions.ts";
import { failure } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { json, requireAccess, resource } from "../api/resource.server.ts";
import { withRoom } from "../api/with-room.ts";
import { apiWords } from "../words/api.ts";

const duplicate = resource({
  async POST(args) {
    const { session } = await requireAccess(args);
    await consumeOne(args.context.limits.newSessions, args.user.id);
    const copy = await withRoom(() => duplicateSession(args.db, args.user, session));
    if (!copy) throw failure(409, "damaged", apiWords.damaged.copy);
    return json({ session: toSession(copy, "owner") }, 201);
  },
});

export const loader = duplicate;
export const action = duplicate;
