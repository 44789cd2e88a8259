import { listParticipants, restoreParticipant } from "../../db/participants.ts";
import { notFound } from "../http.ts";
import { json, requireId, requireOwner, resource } from "../api/resource.server.ts";
import { apiWords } from "../words/api.ts";

/**
 * Takes a removal back, with the role that they had. Somebody who has not been removed stays as they are, so that a
 * second click does no harm.
 */
const restore = resource({
  async POST(args) {
    const { session } = await requireOwner(args, apiWords.ownerOnly.readmitting);
    const userId = requireId(args.params.userId, "participant");
    await restoreParticipant(args.db, session.id, userId);
    const participants = await listParticipants(args.db, session.id);
    const participant = participants.find((person) => person.userId === userId);
    if (!participant) throw notFound("participant");
    return json({ participant });
  },
});

export const loader = restore;
export const action = restore;
