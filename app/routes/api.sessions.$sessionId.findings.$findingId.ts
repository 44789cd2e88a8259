import { z } from "../../protocol/zod.ts";
import { findingStates, mayEdit } from "../../protocol/entities.ts";
import { findFinding, moveFinding } from "../../db/findings.ts";
import { failure, forbidden, notFound, parseJson } from "../http.ts";
import { json, requireAccess, requireId, resource } from "../api/resource.server.ts";
import { apiWords } from "../words/api.ts";

const change = z.strictObject({ state: z.enum(findingStates) });

const finding = resource({
  async GET(args) {
    const { session } = await requireAccess(args);
    const found = await findFinding(args.db, session.id, requireId(args.params.findingId, "finding"));
    if (!found) throw notFound("finding");
    return json({ finding: found });
  },
  /** `applied` is a claim: of several who ask for it at once one gets 200 and makes the edit, the others get 409. */
  async PATCH(args) {
    const { session, role } = await requireAccess(args);
    if (!mayEdit(role)) throw forbidden(apiWords.editorsOnly.findings);
    const id = requireId(args.params.findingId, "finding");
    if (!(await findFinding(args.db, session.id, id))) throw notFound("finding");
    const { state } = await parseJson(args.request, change);
    const isMoved = await moveFinding(args.db, { sessionId: session.id, id, userId: args.user.id, to: state });
    const stored = await findFinding(args.db, session.id, id);
    if (!stored) throw notFound("finding");
    if (!isMoved) throw failure(409, "conflict", apiWords.findingSettled[stored.state](stored.claimedBy ?? undefined));
    return json({ finding: stored });
  },
});

export const loader = finding;
export const action = finding;
