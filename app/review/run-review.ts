/** One review from the request to the stored findings. What is stored, the bus tells everybody. */
import type { AppLoadContext } from "@remix-run/node";
import { type Finding, type ReviewProblem, type ReviewSource, severities } from "../../protocol/entities.ts";
import { MAX_FINDINGS, MAX_REVIEW_CHARS, MAX_REVIEW_LINES } from "../../protocol/limits.ts";
import { findDocument, type OpenFile, openFile } from "../../db/documents.ts";
import { addFinding, listFindingsOfFile, repeatFinding } from "../../db/findings.ts";
import { beginReview, endReview, isReviewRunning } from "../../db/reviews.ts";
import type { User } from "../../db/users.ts";
import { failure, notFound } from "../http.ts";
import { shown } from "./find-quote.ts";
import { checkedLanguages } from "../languages.ts";
import { readFinding } from "./model-finding.ts";
import { placeFinding, type PlacedFinding, placeName, placeSummary } from "./place-finding.ts";
import { type Admission, admitReview, notBegun } from "./admission.ts";
import type { Usage } from "./completion-reader.ts";
import { failedReview, ReviewFailure } from "./review-failure.ts";
import { CheckNotBegun, CheckStopped } from "./static-checks.ts";

const LOOK_MS = 500;

/** What is reviewed: code of the request's own, or a file of a session, which the server reads itself. */
export type Subject =
  { code: string; language: string } | { sessionId: string; fileId: string; startLine?: number; endLine?: number };

export type Suggestion = Pick<
  Finding,
  "severity" | "title" | "message" | "startLine" | "endLine" | "quote" | "replacement"
> & { id?: string };
export type ReviewAnswer = { suggestions: Suggestion[]; summary: string; unplaced: number; tokensUsed: number };

/** Numbers from 1, inclusive. */
type Lines = { startLine: number; endLine: number };

type Target = {
  code: string;
  lines: string[];
  firstLine: number;
  path: string;
  language: string;
  file?: OpenFile;
  session?: { id: string; fileId: string };
  range?: { start: number; end: number };
};

/** Somebody pressed Cancel, on whichever page. */
class Cancelled extends Error {}

/** A review that has been let through all limits: `run` does it. */
export type ReadyReview = { run: (onSuggestion: (suggestion: Suggestion) => void) => Promise<ReviewAnswer> };

export type WantedReview = { user: User; subject: Subject; source: ReviewSource; signal: AbortSignal };
/** What the process has, and where the request came from. */
export type ReviewContext = Pick<
  AppLoadContext,
  "clientAddress" | "db" | "env" | "limits" | "log" | "metrics" | "model" | "staticChecks" | "stopping"
>;

/**
 * Checks that a review may be made and begins it; throws the refusal otherwise (404, 409, 413, 422, 429, 503). Access
 * has been decided before. Whoever asks about code of their own and hangs up cancels (`signal`); a session's review is
 * everybody's and goes on.
 */
export async function prepareReview(
  context: ReviewContext,
  { user, subject, source, signal }: WantedReview,
): Promise<ReadyReview> {
  const { db, log, model, staticChecks, metrics, stopping } = context;
  if (source === "model" && !model)
    throw failure(503, "ai_off", "AI reviews are off here: the server has no OPENAI_API_KEY.");
  const target = await findTarget(db, subject);
  let admission: Admission | undefined;
  try {
    if (source === "static" && !checkedLanguages.includes(target.language)) {
      throw failure(422, "invalid", "Static checks know JavaScript and TypeScript only.", {
        language: "Static checks know JavaScript and TypeScript only.",
      });
    }
    const whole = source === "static" ? (target.file?.content ?? target.code) : target.code;
    const [chars, lineCount] = [
      whole.length,
      source === "static" ? whole.split("\n", MAX_REVIEW_LINES + 1).length : target.lines.length,
    ];
    if (chars > MAX_REVIEW_CHARS || lineCount > MAX_REVIEW_LINES) {
      const has =
        chars > MAX_REVIEW_CHARS
          ? `${chars.toLocaleString("en")} characters`
          : `more than ${MAX_REVIEW_LINES.toLocaleString("en")} lines`;
      const most = `${MAX_REVIEW_CHARS.toLocaleString("en")} characters and ${MAX_REVIEW_LINES.toLocaleString("en")} lines`;
      const way =
        source === "static"
          ? "ESLint reads a file as a whole: move a part of it into another file."
          : "Select the part that matters.";
      throw failure(413, "too_large", `This has ${has}, and a review takes at most ${most}. ${way}`);
    }
    if (!target.code.trim())
      throw failure(422, "invalid", "There is no code here to review.", { code: "There is no code here to review." });
    admission = await admitReview(context, user, source);
    const wanted = {
      source,
      model: source === "model" ? (model?.name ?? null) : null,
      path: target.path,
      language: target.language,
      session: target.session,
      lines: target.range,
    };
    const begun = await beginReview(db, user, wanted, context.env.MAX_REVIEWS_AN_HOUR_A_SERVER);
    if ("refusal" in begun) throw notBegun(begun);
    return { run: (onSuggestion) => run(begun.id, onSuggestion) };
  } catch (error) {
    target.file?.[Symbol.dispose]();
    admission?.[Symbol.dispose]();
    await admission?.giveBack();
    throw error;
  }

  async function run(id: string, onSuggestion: (suggestion: Suggestion) => void): Promise<ReviewAnswer> {
    const cancelled = new AbortController();
    const stopWatching = target.session && watchForCancel(db, id, cancelled);
    const asked = target.session ? cancelled.signal : signal;
    const stop = AbortSignal.any([asked, stopping]);
    const suggestions: Suggestion[] = [];
    /** Of our own, while an answer is read: not the provider's fault. */
    let own: unknown;
    let usage: Usage = { inputTokens: 0, outputTokens: 0, tokens: 0 };
    /** Each earlier finding with where it is now, until it has been found again. */
    let known: { finding: Finding; at: Lines }[] = [];
    const code = shown(target.lines, target.firstLine);
    /** Remarks that were there and that nobody sees, for they are about other code, or cannot be read. */
    let unplaced = 0;

    async function take(raw: unknown) {
      stop.throwIfAborted();
      const said = readFinding(raw);
      if (!said || suggestions.length >= MAX_FINDINGS) return;
      const placed = placeFinding(target.lines, code, said);
      if (!placed) return void unplaced++;
      if (suggestions.some((other) => isSame(other, placed))) return;
      const stored =
        target.session &&
        (await store(id, target.session, placed).catch((error: unknown) => {
          own = error;
          throw error;
        }));
      if (target.session && !stored) return;
      const suggestion: Suggestion = stored ? toSuggestion(stored) : placed;
      suggestions.push(suggestion);
      onSuggestion(suggestion);
    }

    /** Undefined when somebody has applied it while this review was running. */
    async function store(reviewId: string, session: { id: string; fileId: string }, placed: PlacedFinding) {
      if (!target.file) return;
      const finding = { ...placed, anchor: target.file.anchorLines(placed.startLine, placed.endLine) };
      const same = mostAlike(known, placed, source);
      known = known.filter((each) => each !== same);
      const stored = same
        ? await repeatFinding(db, { id: reviewId, sessionId: session.id }, same.finding.id, finding)
        : await addFinding(db, { id: reviewId, sessionId: session.id, fileId: session.fileId }, finding);
      if (!stored && !(await isReviewRunning(db, reviewId))) throw new Cancelled();
      return stored;
    }

    const cost = () => ({ ...usage, unplaced, costMicros: source === "model" ? model?.cost(usage) : undefined });
    try {
      if (target.session) known = await listKnown(target.session);
      const summary = source === "model" ? await askModel() : await checkStatically();
      const ended = await endReview(db, id, { state: "done", summary, ...cost() });
      if (ended !== "done") throw new Cancelled();
      metrics.reviews.inc({ source, outcome: "done" });
      return { suggestions: bySeverity(suggestions), summary, unplaced, tokensUsed: usage.tokens };
    } catch (caught) {
      const error = own ?? caught;
      const isCancelled = asked.aborted || error instanceof Cancelled;
      const problem: ReviewProblem = error instanceof ReviewFailure ? error.problem : "interrupted";
      metrics.reviews.inc({ source, outcome: isCancelled ? "cancelled" : problem });
      if (!isCancelled) await admission?.giveBack();
      await endReview(
        db,
        id,
        isCancelled ? { state: "cancelled", ...cost() } : { state: "failed", problem, ...cost() },
      );
      if (isCancelled) throw failure(409, "review_cancelled", "This review was cancelled.");
      if (!(error instanceof ReviewFailure)) throw error;
      // Not the message: of an answer that does not parse it quotes a piece, and that may be code.
      log.warn(
        { problem, cause: error.cause instanceof Error ? error.cause.constructor.name : undefined },
        "review failed",
      );
      throw failedReview(error);
    } finally {
      stopWatching?.();
      target.file?.[Symbol.dispose]();
      admission?.[Symbol.dispose]();
      metrics.tokens.inc(usage.tokens);
    }

    async function listKnown(session: { id: string; fileId: string }) {
      const last = target.firstLine + target.lines.length - 1;
      const earlier = await listFindingsOfFile(db, session.id, session.fileId);
      return earlier.flatMap((finding) => {
        const at = target.file?.linesAt(finding.anchor);
        return at && at.startLine <= last && at.endLine >= target.firstLine ? [{ finding, at }] : [];
      });
    }

    async function askModel(): Promise<string> {
      const standing = known
        .filter(({ finding }) => finding.state === "open")
        .map(({ finding: { title }, at }) => ({ title, ...at }));
      const answer = await model?.review(
        {
          code: target.code,
          firstLine: target.firstLine,
          language: target.language,
          path: target.path,
          known: standing,
        },
        { signal: stop, onFinding: take, onUsage: (used) => (usage = used) },
      );
      unplaced += answer?.unreadable ?? 0;
      return placeSummary(answer?.summary ?? "");
    }

    async function checkStatically(): Promise<string> {
      const [start, end] = [target.firstLine, target.firstLine + target.lines.length - 1];
      const whole = target.file?.content ?? target.code;
      const found = await staticChecks
        .check(
          { user: user.id, address: context.clientAddress },
          { code: whole, language: target.language, path: target.path, start, end },
        )
        .catch(async (cause: unknown) => {
          if (cause instanceof CheckStopped) await admission?.noteCheck(cause.ms);
          if (cause instanceof CheckNotBegun && !stopping.aborted)
            throw failure(
              429,
              "too_many",
              "Too many checks are waiting right now. Please try again in a minute.",
              undefined,
              { "Retry-After": "60" },
            );
          throw new ReviewFailure(cause instanceof CheckStopped ? "check_stopped" : "interrupted", { cause });
        });
      await admission?.noteCheck(found.ms);
      for (const finding of found.findings) await take(finding);
      return found.total === 0
        ? "ESLint's recommended rules find nothing here."
        : found.total > MAX_FINDINGS
          ? `ESLint's recommended rules find ${found.total} things; these are the first ${MAX_FINDINGS}.`
          : "";
    }
  }
}

async function findTarget(db: AppLoadContext["db"], subject: Subject): Promise<Target> {
  if ("code" in subject) {
    const code = subject.code.replace(/\r\n?/g, "\n");
    return { code, lines: code.split("\n"), firstLine: 1, path: "", language: subject.language };
  }
  const stored = await findDocument(db, subject.sessionId);
  if (!stored) throw notFound();
  let file: OpenFile | undefined;
  try {
    file = openFile(stored, subject.fileId);
  } catch {
    throw failure(409, "damaged", "The stored text of this session is damaged and cannot be reviewed.");
  }
  if (!file) throw notFound("This file");
  const all = file.content.split("\n");
  const hasRange = subject.startLine !== undefined || subject.endLine !== undefined;
  const start = Math.min(all.length, Math.max(1, subject.startLine ?? 1));
  const end = Math.min(all.length, Math.max(start, subject.endLine ?? all.length));
  const lines = all.slice(start - 1, end);
  return {
    code: lines.join("\n"),
    lines,
    firstLine: start,
    path: placeName(file.path),
    language: placeName(file.language),
    file,
    session: { id: subject.sessionId, fileId: subject.fileId },
    ...(hasRange && { range: { start, end } }),
  };
}

/** Another web process may have been asked to cancel: the row says so. Returns what ends the watch. */
function watchForCancel(db: AppLoadContext["db"], id: string, cancelled: AbortController) {
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    isReviewRunning(db, id)
      .then(
        (isRunning) => !isRunning && cancelled.abort(new Cancelled()),
        // The next look may succeed.
        () => {},
      )
      .finally(() => (isLooking = false));
  }, LOOK_MS);
  return () => clearInterval(timer);
}

const isSame = (a: Suggestion, b: PlacedFinding) =>
  a.startLine === b.startLine && a.endLine === b.endLine && words(a.title) === words(b.title);
const words = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/**
 * The earlier finding that says the same of the same lines, wherever these are now: by its title, or where a model
 * chose other words, the one that shares most of them.
 */
function mostAlike<Known extends { finding: Finding; at: Lines }>(
  known: Known[],
  placed: PlacedFinding,
  source: ReviewSource,
): Known | undefined {
  const near = known.filter(({ at }) => at.startLine <= placed.endLine && at.endLine >= placed.startLine);
  const exact = near.find(({ finding }) => finding.title === placed.title);
  if (exact || source === "static") return exact;
  const has = new Set(words(placed.title).split(" ").filter(Boolean));
  const scored = near.map((each) => {
    const had = new Set(words(each.finding.title).split(" ").filter(Boolean));
    const all = new Set([...had, ...has]).size;
    const isSameText = each.finding.quote.trim() === placed.quote.trim();
    const score = all === 0 ? 0 : [...had].filter((word) => has.has(word)).length / all;
    return { each, score, isEnough: score >= (isSameText ? 0.5 : 0.8) };
  });
  return scored.filter(({ isEnough }) => isEnough).sort((a, b) => b.score - a.score)[0]?.each;
}

const toSuggestion = ({
  id,
  severity,
  title,
  message,
  startLine,
  endLine,
  quote,
  replacement,
}: Finding): Suggestion => ({ id, severity, title, message, startLine, endLine, quote, replacement });

const bySeverity = <F extends Pick<Finding, "severity" | "startLine">>(findings: F[]): F[] =>
  [...findings].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.startLine - b.startLine,
  );
