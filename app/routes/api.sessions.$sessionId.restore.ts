import { accessTo } from "../../db/participants.ts";
import { restoreSession, toSession } from "../../db/sessions.ts";
import { forbidden, notFound } from "../http.ts";
import { json, requireId, resource } from "../api/resource.server.ts";
import { apiWords } from "../words/api.ts";

/** Takes a deletion back. A session that is not deleted stays as it is, so that a second click does no harm. */
const restore = resource({
  async POST({ db, user, params }) {
    const sessionId = requireId(params.sessionId);
    await restoreSession(db, user.id, sessionId);
    const access = await accessTo(db, user, sessionId);
    if (!access) throw notFound();
    if (access.role !== "owner") throw forbidden(apiWords.ownerOnly.any);
    return json({ session: toSession(access.session, access.role) });
  },
});

export const loader = restore;
export const action = restore;
