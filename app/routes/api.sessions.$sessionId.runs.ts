import { z } from "../../protocol/zod.ts";
import { isFileId } from "../../protocol/layout.ts";
import { pathProblem } from "../../protocol/paths.ts";
import { runKinds, runners } from "../../protocol/runs.ts";
import { beginRun, listRuns, MAX_RUNS_UNDER_WAY } from "../../db/runs.ts";
import { failure, parseJson } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { requireMayRun } from "../api/own-run.server.ts";
import { json, requireAccess, resource } from "../api/resource.server.ts";
import { apiWords } from "../words/api.ts";

const newRun = z.strictObject({
  id: z.uuid().check(z.toLowerCase()),
  kind: z.enum(runKinds),
  runner: z.enum(runners),
  fileId: z.string().check(z.refine(isFileId)),
  path: z.string().check(z.refine((path) => pathProblem(path) === undefined, { error: () => apiWords.run.pathOdd })),
  codeHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

const runs = resource({
  async GET(args) {
    const { session } = await requireAccess(args);
    return json({ runs: await listRuns(args.db, session.id) });
  },
  /** The same run again is no other one, and answered like the first time. */
  async POST(args) {
    const session = await requireMayRun(args);
    const run = await parseJson(args.request, newRun);
    await consumeOne(args.context.limits.newRuns, args.user.id);
    const begun = await beginRun(args.db, { ...run, sessionId: session.id, userId: args.user.id });
    for (const runner of begun.lost) args.context.metrics.runs.inc({ runner, outcome: "lost" });
    if ("run" in begun) return json({ run: begun.run }, begun.isNew ? 201 : 200);
    const { idTaken, tooMany } = apiWords.run;
    throw failure(409, "conflict", begun.refusal === "taken" ? idTaken : tooMany(MAX_RUNS_UNDER_WAY));
  },
});

export const loader = runs;
export const action = runs;
