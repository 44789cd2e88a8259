/** Code in, findings out: one request to an OpenAI-compatible server, read while it streams. */
import OpenAI, { APIConnectionError, APIError } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { REVIEW_TIMEOUT_MS, type ReviewProblem } from "../collab/protocol.ts";
import { AnswerReader } from "./answer-reader.ts";
import type { WebEnv } from "./env.server.ts";
import { type Asked, modelAnswer, type ModelFinding, modelFinding, reviewMessages } from "./review-prompt.server.ts";

const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 500;
const MAX_ANSWER_CHARS = 200_000;
/** With what is around each token, and what a model thinks aloud. */
const MAX_ANSWER_BYTES = 6 * 1024 * 1024;

export class ReviewFailure extends Error {
  override readonly name = "ReviewFailure";
  readonly problem: ReviewProblem;
  /** When the provider wants to be asked again. */
  readonly retrySeconds: number | undefined;
  constructor(problem: ReviewProblem, { retrySeconds, cause }: { retrySeconds?: number; cause?: unknown } = {}) {
    super(problem, { cause });
    this.problem = problem;
    this.retrySeconds = retrySeconds;
  }
}

/** By name: the server's own modules and Remix' bundle have a copy of the class each. */
export const isReviewFailure = (error: unknown): error is ReviewFailure => error instanceof Error && error.name === "ReviewFailure";

/** What does not say it, or says nonsense, counts as nothing. */
const tokens = z.number().int().min(0).max(1e9).catch(0);
const usageSchema = z.object({ prompt_tokens: tokens, completion_tokens: tokens, total_tokens: tokens }).catch({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 });

export type Usage = { inputTokens: number; outputTokens: number; tokens: number };
export type Answer = { summary: string; usage: Usage };
export type Reviewer = NonNullable<ReturnType<typeof openReviewer>>;

/** How much of OpenAI's own is asked for. Others refuse one or the other with 400: then the next is tried, and kept. */
const manners: Partial<ChatCompletionCreateParamsStreaming>[] = [
  { response_format: zodResponseFormat(modelAnswer, "review"), stream_options: { include_usage: true } },
  { response_format: { type: "json_object" }, stream_options: { include_usage: true } },
  { response_format: { type: "json_object" } },
  {},
];

/** The reviewer of a web process; undefined without OPENAI_API_KEY. */
export function openReviewer(env: Pick<WebEnv, "OPENAI_API_KEY" | "OPENAI_BASE_URL" | "OPENAI_MODEL" | "OPENAI_PRICES">) {
  if (!env.OPENAI_API_KEY) return;
  const client = new OpenAI({
    apiKey: env.OPENAI_API_KEY,
    baseURL: env.OPENAI_BASE_URL,
    // Its own retries wait on when a review is cancelled, and its own time-out begins anew with each.
    maxRetries: 0,
    timeout: REVIEW_TIMEOUT_MS + 5_000,
    fetch: async (url, init) => bounded(await fetch(url, init)),
  });
  let manner = 0;

  /** Opens the stream. Passing failures are tried again, at most twice, when the provider says or after a growing pause. */
  async function open(messages: ReturnType<typeof reviewMessages>, signal: AbortSignal) {
    for (let tries = 1; ; ) {
      const tried = manner;
      try {
        const request = { model: env.OPENAI_MODEL, messages, stream: true as const, ...manners[tried] };
        return await client.chat.completions.create(request, { signal }).withResponse();
      } catch (error) {
        if (signal.aborted) throw error;
        if (error instanceof APIError && (error.status === 400 || error.status === 422) && tried < manners.length - 1 && isAboutManner(error)) {
          // Of several that find out at once, one moves on.
          if (manner === tried) manner++;
          continue;
        }
        const pause = pauseBefore(error, tries);
        if (pause === undefined || tries++ >= MAX_TRIES || pause >= REVIEW_TIMEOUT_MS / 2) throw error;
        await sleep(pause, undefined, { signal });
      }
    }
  }

  return {
    model: env.OPENAI_MODEL,
    /** What the tokens cost in millionths of a dollar; undefined where no prices are set. */
    cost: ({ inputTokens, outputTokens }: Usage) =>
      env.OPENAI_PRICES && Math.round(inputTokens * env.OPENAI_PRICES.input + outputTokens * env.OPENAI_PRICES.output),
    /**
     * Reviews code. `onFinding` gets each finding, as the model says it, when it is complete; it is awaited. Throws a
     * ReviewFailure, or the signal's reason once that is aborted; all in all it takes at most 60 s. `onUsage` is told what was used, however it ends.
     */
    async review(asked: Asked, { signal, onFinding, onUsage }: { signal: AbortSignal; onFinding: (finding: ModelFinding) => Promise<void>; onUsage: (usage: Usage) => void }): Promise<Answer> {
      const deadline = AbortSignal.timeout(REVIEW_TIMEOUT_MS);
      try {
        const { data, response } = await open(reviewMessages(asked), AbortSignal.any([signal, deadline]));
        if (/html/i.test(response.headers.get("content-type") ?? "")) {
          data.controller.abort();
          throw new ReviewFailure("ai_malformed");
        }
        return await read(data, onFinding, onUsage);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (deadline.aborted) throw new ReviewFailure("ai_timeout", { cause: error });
        throw error instanceof ReviewFailure ? error : new ReviewFailure(...problemOf(error));
      }
    },
  };
}

type Stream = AsyncIterable<ChatCompletionChunk> & { controller: AbortController };

async function read(stream: Stream, onFinding: (finding: ModelFinding) => Promise<void>, onUsage: (usage: Usage) => void): Promise<Answer> {
  const reader = new AnswerReader();
  let usage: Usage = { inputTokens: 0, outputTokens: 0, tokens: 0 };
  let finish: string | null = null;
  let isRefused = false;
  for await (const chunk of stream) {
    if (chunk.usage) {
      const used = usageSchema.parse(chunk.usage);
      usage = { inputTokens: used.prompt_tokens, outputTokens: used.completion_tokens, tokens: Math.max(used.total_tokens, used.prompt_tokens + used.completion_tokens) };
      onUsage(usage);
    }
    const choice = chunk.choices?.[0];
    finish = choice?.finish_reason ?? finish;
    isRefused ||= Boolean(choice?.delta?.refusal);
    for (const json of reader.push(choice?.delta?.content ?? "")) {
      const finding = modelFinding.safeParse(JSON.parse(json));
      if (finding.success) await onFinding(finding.data);
    }
    if (reader.length > MAX_ANSWER_CHARS) {
      stream.controller.abort();
      throw new ReviewFailure("ai_malformed");
    }
  }
  if (isRefused || finish === "content_filter") throw new ReviewFailure("ai_refused");
  if (finish === "length" || (finish === null && reader.length > 0 && !reader.whole)) throw new ReviewFailure("ai_cut_off");
  const answer = modelAnswer.parse(JSON.parse(reader.whole ?? ""));
  return { summary: answer.summary, usage };
}

const isAboutManner = (error: APIError) => /response_format|json_schema|json_object|structured|stream_options|schema/i.test(error.message);

/** How long to wait before the next try, in milliseconds; undefined for what another try would not mend. */
function pauseBefore(error: unknown, tries: number): number | undefined {
  const ownPause = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
  if (error instanceof APIConnectionError) return ownPause;
  if (!(error instanceof APIError) || !(error.status === 429 || error.status === 408 || (error.status ?? 0) >= 500)) return;
  const seconds = retryAfter(error);
  return seconds === undefined ? ownPause : seconds * 1_000;
}

/** The header says seconds, or a date. */
function retryAfter({ headers }: APIError): number | undefined {
  const value = (headers as Headers | undefined)?.get("retry-after");
  if (!value) return;
  const seconds = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function problemOf(cause: unknown): [ReviewProblem, { retrySeconds?: number; cause: unknown }] {
  // The connection broke while the answer came.
  if (cause instanceof Error && /terminated|aborted|premature|other side closed/i.test(cause.message)) return ["ai_cut_off", { cause }];
  if (cause instanceof APIConnectionError) return ["ai_away", { cause }];
  if (!(cause instanceof APIError)) return ["ai_malformed", { cause }];
  if (cause.status === 429) return ["ai_busy", { cause, retrySeconds: retryAfter(cause) }];
  // It said in the middle of its answer that something went wrong.
  if (cause.status === undefined) return ["ai_away", { cause }];
  return [cause.status >= 500 || cause.status === 408 ? "ai_away" : "ai_rejected", { cause }];
}

/** An answer of which no more is read than a review may have. */
function bounded(response: Response): Response {
  if (!response.body) return response;
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > MAX_ANSWER_BYTES) controller.error(new ReviewFailure("ai_malformed"));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
}
