import { revokeInvite } from "../../db/invites.ts";
import { noContent, notFound } from "../http.ts";
import { requireId, requireOwner, resource } from "../api/resource.server.ts";
import { apiWords } from "../words/api.ts";

const invite = resource({
  async DELETE(args) {
    const { session } = await requireOwner(args, apiWords.ownerOnly.revoking);
    const id = requireId(args.params.inviteId, "invite");
    if (!(await revokeInvite(args.db, session.id, id))) throw notFound("invite");
    return noContent();
  },
});

export const loader = invite;
export const action = invite;
