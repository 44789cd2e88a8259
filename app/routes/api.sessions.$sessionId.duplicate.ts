import { findDocument } from "../../db/documents.ts";
import { insertSession, toSession } from "../../db/sessions.ts";
import { failure, notFound } from "../http.ts";
import { countOne, newSessions } from "../limits.server.ts";
import { json, requireAccess, resource } from "../resource.server.ts";
import { copyTitle } from "../session-input.ts";

const duplicate = resource({
  async POST(args) {
    const { session } = await requireAccess(args);
    await countOne(newSessions, args.user.id);
    const document = await findDocument(args.db, session.id);
    if (!document) throw notFound();
    if (document.damaged) throw failure(409, "damaged", "The stored text of this session is damaged and cannot be copied.");
    const settings = { title: copyTitle(session.title), language: session.language, visibility: "private", linkRole: session.link_role } as const;
    return json({ session: toSession(await insertSession(args.db, args.user, settings, document.update), "owner") }, 201);
  },
});

export const loader = duplicate;
export const action = duplicate;
