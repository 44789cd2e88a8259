import { z } from "../../protocol/zod.ts";
import { mayEdit, reviewSources } from "../../protocol/entities.ts";
import { accessTo } from "../../db/participants.ts";
import { reviewAllowance } from "../../db/review-allowance.ts";
import { reviewUsage } from "../../db/reviews.ts";
import { eventStream } from "../api/event-stream.server.ts";
import { type ErrorBody, forbidden, notFound, parse, readJson } from "../http.ts";
import { type ApiArgs, json, requireId, resource } from "../api/resource.server.ts";
import type { ReadyReview } from "../review/run-review.ts";
import { language } from "../api/session-input.ts";
import { apiWords } from "../words/api.ts";

/** Room for the longest text that is reviewed, escaped. */
const MAX_BODY_BYTES = 512 * 1024;

const line = z.int().check(z.gte(1));
const source = z._default(z.enum(reviewSources), "model");
const ofCode = z.strictObject({ code: z.string(), language, source });
const ofSession = z
  .strictObject({
    sessionId: z.string(),
    fileId: z.string().check(z.maxLength(64)),
    startLine: z.optional(line),
    endLine: z.optional(line),
    source,
  })
  .check(
    z.refine(({ startLine = 1, endLine = Infinity }) => startLine <= endLine, {
      path: ["endLine"],
      error: () => apiWords.review.linesReversed,
    }),
  );

/** Access first: somebody without access learns nothing about the rest of the body. */
async function readSubject({ request, db, user }: ApiArgs) {
  const body = await readJson(request, MAX_BODY_BYTES);
  if (typeof body !== "object" || body === null || !("sessionId" in body)) return parse(body, ofCode);
  const sessionId = requireId(String(body.sessionId));
  const access = await accessTo(db, user, sessionId);
  if (!access) throw notFound();
  if (!mayEdit(access.role)) throw forbidden(apiWords.editorsOnly.reviewing);
  return { ...parse(body, ofSession), sessionId };
}

const review = resource({
  async GET({ db, user, context }) {
    const [allowance, usage] = await Promise.all([reviewAllowance(db, user), reviewUsage(db, user.id)]);
    return json({ model: context.model?.name ?? null, allowance, usage });
  },
  async POST(args) {
    const { source: wanted, ...subject } = await readSubject(args);
    const ready = await args.context.prepareReview({
      user: args.user,
      subject,
      source: wanted,
      signal: args.request.signal,
    });
    if (args.request.headers.get("accept")?.includes("text/event-stream")) return streamed(ready, args);
    return json(await ready.run(() => {}));
  },
});

const streamed = (ready: ReadyReview, { context }: ApiArgs) =>
  eventStream(async (send) => {
    try {
      const answer = await ready.run((suggestion) => send("suggestion", suggestion));
      send("summary", { summary: answer.summary });
      send("done", answer);
    } catch (error) {
      if (!(error instanceof Response)) context.log.error({ err: error }, "review failed");
      send(
        "error",
        error instanceof Response
          ? await error.json()
          : ({ error: { code: "internal", message: apiWords.internal } } satisfies ErrorBody),
      );
    }
  });

export const loader = review;
export const action = review;
