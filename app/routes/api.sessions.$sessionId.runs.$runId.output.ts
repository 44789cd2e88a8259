import { z } from "../../protocol/zod.ts";
import { MAX_BATCH_CHARS, MAX_BATCH_PIECES, MAX_OUTPUT_CHARS } from "../../protocol/limits.ts";
import { pieceChars } from "../../protocol/piece-chars.ts";
import { pieceSchema } from "../../protocol/runs.ts";
import { addRunOutput } from "../../db/runs.ts";
import { failure, noContent, parseJson } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { requireOwnRun, runEnded } from "../api/own-run.server.ts";
import { resource } from "../api/resource.server.ts";
import { apiWords } from "../words/api.ts";

/** Room for a batch whose every character is an escape sequence in JSON. */
const MAX_BODY_BYTES = 512 * 1024;
/** What fits has fewer: most values are texts, and each of these counts as a character at least. */
const MAX_VALUES = 2 * MAX_BATCH_CHARS;

const batch = z.strictObject({
  n: z.int().check(z.nonnegative()),
  pieces: z.array(pieceSchema).check(
    z.minLength(1),
    z.maxLength(MAX_BATCH_PIECES),
    z.refine((pieces) => pieces.reduce((sum, piece) => sum + pieceChars(piece), 0) <= MAX_BATCH_CHARS, {
      error: () => apiWords.run.batchTooLarge(MAX_BATCH_CHARS),
    }),
  ),
});

const output = resource({
  async POST(args) {
    const own = await requireOwnRun(args);
    const { runReports, runBytes } = args.context.limits;
    await consumeOne(runReports, args.user.id);
    // Before anything of the body is read: what is not announced counts as much as it may be.
    const announced = Number(args.request.headers.get("content-length") ?? MAX_BODY_BYTES);
    await consumeOne(runBytes, args.user.id, Math.min(announced, MAX_BODY_BYTES));
    const added = await addRunOutput(args.db, own, await parseJson(args.request, batch, MAX_BODY_BYTES, MAX_VALUES));
    if (added === "ended") throw runEnded();
    if (added === "full") throw failure(413, "too_large", apiWords.run.full(MAX_OUTPUT_CHARS));
    if (added !== "added") throw failure(409, "gap", apiWords.run.gap(added.next));
    return noContent();
  },
});

export const loader = output;
export const action = output;
