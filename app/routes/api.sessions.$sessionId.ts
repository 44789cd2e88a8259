import { z } from "zod";
import { listStoredFiles } from "../../db/files.ts";
import { deleteSession, toSession, updateSession } from "../../db/sessions.ts";
import { noContent, notFound, parseJson } from "../http.ts";
import { json, requireAccess, requireOwner, resource } from "../resource.server.ts";
import { sessionSettings } from "../session-input.ts";

const changes = z.strictObject(sessionSettings).partial();

const session = resource({
  async GET(args) {
    const { session, role } = await requireAccess(args);
    const files = await listStoredFiles(args.db, session.id);
    return json({ session: { ...toSession(session, role), ...(files && { files }) } });
  },
  async PATCH(args) {
    const { session } = await requireOwner(args, "Only the owner may change this session's settings.");
    const row = await updateSession(args.db, args.user.id, session.id, await parseJson(args.request, changes));
    if (!row) throw notFound();
    return json({ session: toSession(row, "owner") });
  },
  async DELETE(args) {
    const { session } = await requireOwner(args, "Only the owner may delete this session.");
    if (!(await deleteSession(args.db, args.user.id, session.id))) throw notFound();
    return noContent();
  },
});

export const loader = session;
export const action = session;
