import { z } from "../../protocol/zod.ts";
import type { Database } from "../../db/client.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { deleteSession, toSession, updateSession } from "../../db/sessions.ts";
import { noContent, notFound, parseJson } from "../http.ts";
import { json, requireAccess, requireOwner, resource } from "../api/resource.server.ts";
import { sessionSettings } from "../api/session-input.ts";
import { apiWords } from "../words/api.ts";

const changes = z.partial(z.strictObject(sessionSettings));

/**
 * The files as stored, without their texts; undefined when the bytes cannot be read, which the collab node reports to
 * people.
 */
async function listFiles(db: Database, sessionId: string) {
  const stored = await findDocument(db, sessionId);
  try {
    return stored && decodeFiles(stored).map(({ id, path, language }) => ({ id, path, language }));
  } catch {
    return;
  }
}

const session = resource({
  async GET(args) {
    const { session, role } = await requireAccess(args);
    const files = await listFiles(args.db, session.id);
    return json({ session: { ...toSession(session, role), ...(files && { files }) } });
  },
  async PATCH(args) {
    const { session } = await requireOwner(args, apiWords.ownerOnly.settings);
    const row = await updateSession(args.db, args.user.id, session.id, await parseJson(args.request, changes));
    if (!row) throw notFound();
    return json({ session: toSession(row, "owner") });
  },
  async DELETE(args) {
    const { session } = await requireOwner(args, apiWords.ownerOnly.deletion);
    if (!(await deleteSession(args.db, args.user.id, session.id))) throw notFound();
    return noContent();
  },
});

export const loader = session;
export const action = session;
