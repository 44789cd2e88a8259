import { z } from "../../protocol/zod.ts";
import { changeRun, findRunWithOutput } from "../../db/runs.ts";
import { notFound, parseJson } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { requireOwnRun, runEnded } from "../api/own-run.server.ts";
import { requireAccess, requireId, resource, json } from "../api/resource.server.ts";

const MAX_INTEGER = 2 ** 31 - 1;
const change = z.strictObject({
  state: z.enum(["running", "waiting", "done", "failed", "stopped"]),
  exitCode: z.nullish(z.int().check(z.gte(-MAX_INTEGER), z.lte(MAX_INTEGER))),
  tookMs: z.nullish(z.int().check(z.nonnegative(), z.lte(MAX_INTEGER))),
});

const run = resource({
  /** What it wrote may be long: it goes through as the JSON that is stored. */
  async GET(args) {
    const { session } = await requireAccess(args);
    const found = await findRunWithOutput(args.db, session.id, requireId(args.params.runId, "run"));
    if (!found) throw notFound("run");
    const { pieces, ...rest } = found;
    return new Response(`${JSON.stringify(rest).slice(0, -1)},"pieces":${pieces}}`, {
      headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" },
    });
  },
  /** The state that it has already is a sign of life, and never too late. */
  async PATCH(args) {
    const own = await requireOwnRun(args);
    const wanted = await parseJson(args.request, change);
    await consumeOne(args.context.limits.runReports, args.user.id);
    const changed = await changeRun(args.db, own, wanted);
    if (!changed) throw notFound("run");
    const { run: stored, isSo, hasEnded } = changed;
    if (hasEnded) args.context.metrics.runs.inc({ runner: stored.runner, outcome: stored.state });
    if (!isSo) throw runEnded();
    return json({ run: stored });
  },
});

export const loader = run;
export const action = run;
