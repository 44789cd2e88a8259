import { z } from "../../protocol/zod.ts";
import { findInviteOf } from "../../db/invites.ts";
import { leaveSession, listParticipants, removeParticipant, setRole } from "../../db/participants.ts";
import { forbidden, noContent, notFound, parseJson } from "../http.ts";
import { type ApiArgs, json, requireAccess, requireId, resource } from "../api/resource.server.ts";
import { linkRole } from "../api/session-input.ts";
import { apiWords } from "../words/api.ts";

const gone = () => notFound("participant");

async function requireParticipant(args: ApiArgs) {
  const access = await requireAccess(args);
  const userId = requireId(args.params.userId, "participant");
  const participants = await listParticipants(args.db, access.session.id);
  const participant = participants.find((person) => person.userId === userId);
  if (!participant) throw gone();
  return { ...access, participant };
}

const participant = resource({
  async PATCH(args) {
    const { session, role, participant } = await requireParticipant(args);
    if (role !== "owner") throw forbidden(apiWords.ownerOnly.roles);
    if (participant.role === "owner") throw forbidden(apiWords.ownerStays);
    const { role: given } = await parseJson(args.request, z.strictObject({ role: linkRole }));
    if (!(await setRole(args.db, session.id, participant.userId, given))) throw gone();
    return json({ participant: { ...participant, role: given, byLink: false } });
  },
  /**
   * Leaves the session, or removes somebody else from it. Those who left may come back; those who were removed may not.
   * The invite by which somebody came still lets people in, even the same person under another name: it is sent to the
   * owner, who may revoke it.
   */
  async DELETE(args) {
    const { session, role, participant } = await requireParticipant(args);
    if (participant.role === "owner") throw forbidden(apiWords.ownerCannotLeave);
    const isSelf = participant.userId === args.user.id;
    if (!isSelf && role !== "owner") throw forbidden(apiWords.ownerOnly.removing);
    if (isSelf) {
      if (!(await leaveSession(args.db, session.id, participant.userId))) throw gone();
      return noContent();
    }
    if (!(await removeParticipant(args.db, session.id, participant.userId))) throw gone();
    return json({ invite: (await findInviteOf(args.db, session.id, participant.userId)) ?? null });
  },
});

export const loader = participant;
export const action = participant;
