import { revokeInvite } from "../../db/invites.ts";
import { noContent, notFound } from "../http.ts";
import { requireId, requireOwner, resource } from "../api/resource.server.ts";

const invite = resource({
  async DELETE(args) {
    const { session } = await requireOwner(args, "Only the owner may revoke invites.");
    const id = requireId(args.params.inviteId, "This invite");
    if (!(await revokeInvite(args.db, session.id, id))) throw notFound("This invite");
    return noContent();
  },
});

export const loader = invite;
export const action = invite;
