import { z } from "../../protocol/zod.ts";
import { createInvite, listInvites } from "../../db/invites.ts";
import { parseJson } from "../http.ts";
import { json, requireOwner, resource } from "../api/resource.server.ts";
import { linkRole } from "../api/session-input.ts";
import { apiWords } from "../words/api.ts";

const YEAR_SECONDS = 366 * 86_400;
const newInvite = z.strictObject({
  role: linkRole,
  expiresIn: z.nullish(z.int().check(z.gte(1), z.lte(YEAR_SECONDS))),
  maxUses: z.nullish(z.int().check(z.gte(1), z.lte(10_000))),
});

const invites = resource({
  async GET(args) {
    const { session } = await requireOwner(args, apiWords.ownerOnly.inviting);
    return json({ invites: await listInvites(args.db, session.id) });
  },
  async POST(args) {
    const { session } = await requireOwner(args, apiWords.ownerOnly.inviting);
    const invite = await parseJson(args.request, newInvite);
    const { id, token } = await createInvite(args.db, { ...invite, sessionId: session.id, createdBy: args.user.id });
    return json({ id, url: `${args.context.env.APP_ORIGIN}/join/${token}` }, 201);
  },
});

export const loader = invites;
export const action = invites;
