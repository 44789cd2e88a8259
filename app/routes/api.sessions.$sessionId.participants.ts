import { listParticipants } from "../../db/participants.ts";
import { json, requireAccess, resource } from "../api/resource.server.ts";

const participants = resource({
  async GET(args) {
    const { session } = await requireAccess(args);
    return json({ participants: await listParticipants(args.db, session.id) });
  },
});

export const loader = participants;
export const action = participants;
