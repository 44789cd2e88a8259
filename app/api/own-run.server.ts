import { mayRun } from "../../protocol/entities.ts";
import { findRunAuthor } from "../../db/runs.ts";
import type { CodeSessionRow } from "../../db/schema.ts";
import { failure, forbidden, notFound } from "../http.ts";
import { apiWords } from "../words/api.ts";
import { type ApiArgs, requireAccess, requireId } from "./resource.server.ts";

/** The session of the address, if the user may run code in it; else throws 404 or 403. */
export async function requireMayRun(args: ApiArgs): Promise<CodeSessionRow> {
  const { session, role } = await requireAccess(args);
  if (!mayRun(role, { viewersRun: session.viewers_run })) throw forbidden(apiWords.run.forbidden);
  return session;
}

/** The run of the address, if it is the user's own and they may still run code; else throws 404 or 403. */
export async function requireOwnRun(args: ApiArgs) {
  const session = await requireMayRun(args);
  const own = { id: requireId(args.params.runId, "run"), sessionId: session.id, userId: args.user.id };
  const author = await findRunAuthor(args.db, own);
  if (!author) throw notFound("run");
  if (author !== own.userId) throw forbidden(apiWords.run.notYours);
  return own;
}

export const runEnded = () => failure(409, "conflict", apiWords.run.ended);
