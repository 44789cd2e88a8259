import { mayEdit } from "../../protocol/entities.ts";
import { findDocument } from "../../db/documents.ts";
import type { Lost } from "../server/deleted-files.ts";
import { failure, forbidden, notFound } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { type ApiArgs, requireAccess } from "./resource.server.ts";
import { apiWords } from "../words/api.ts";

/**
 * The lost files of the address' session, for those who may edit it: looked up anew, or as somebody has just seen them.
 */
export async function readDeletedFiles(args: ApiArgs, how: "find" | "recall"): Promise<Lost> {
  const { session, role } = await requireAccess(args);
  if (!mayEdit(role)) throw forbidden(apiWords.editorsOnly.deletedFiles);
  const { deletedFiles, limits } = args.context;
  await consumeOne(limits.newReplays, args.user.id);
  const stored = await findDocument(args.db, session.id);
  if (!stored) throw notFound();
  if (stored.damaged) throw failure(409, "damaged", apiWords.damaged.deletedFiles);
  const lost = await deletedFiles[how](args.db, session.id, stored);
  if (!lost) throw failure(429, "too_many", apiWords.tooMuch.histories, undefined, { "Retry-After": "5" });
  return lost;
}
