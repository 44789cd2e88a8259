/** Code in, findings out: one question to an OpenAI-compatible server, whose answer is read while it comes. */
import OpenAI, { APIConnectionError, APIError } from "openai";
import { setTimeout as sleep } from "node:timers/promises";
import { REVIEW_TIMEOUT_MS } from "../../protocol/limits.ts";
import { type Usage, withReadableError } from "./completion-reader.ts";
import type { WebEnv } from "../server/env.ts";
import {
  allFeatures,
  commonFeatures,
  fewestFeatures,
  requestFor,
  type RequestFeatures,
  withoutRefused,
} from "./request-features.ts";
import { lastingProblem, problemOf, wordsOf } from "./provider-problems.ts";
import type { Asked } from "./prompt.ts";
import { type Answer, type AnswerListeners, readAnswer } from "./read-answer.ts";
import { ReviewFailure } from "./review-failure.ts";

const MAX_TRIES = 3;
/** How often a refused request is made again with fewer features: it has no more of them. */
const MAX_FALLBACKS = 6;
const FIRST_PAUSE_MS = 500;

export type Model = NonNullable<ReturnType<typeof openModel>>;

/** The model that a web process asks; undefined without OPENAI_API_KEY. */
export function openModel(env: Pick<WebEnv, "OPENAI_API_KEY" | "OPENAI_BASE_URL" | "OPENAI_MODEL" | "OPENAI_PRICES">) {
  if (!env.OPENAI_API_KEY) return;
  const client = new OpenAI({
    apiKey: env.OPENAI_API_KEY,
    baseURL: env.OPENAI_BASE_URL,
    // The client's own retries would go on waiting after a review is cancelled, and its time-out begins anew with each.
    maxRetries: 0,
    timeout: REVIEW_TIMEOUT_MS + 5_000,
    fetch: async (url, init) => withReadableError(await fetch(url, init)),
  });
  /** What the provider supports, as far as its answers have shown: kept for as long as the process lives. */
  let supported = allFeatures;

  /**
   * Asks until there is an answer. Features that the provider refuses are left out, and left out from then on once it
   * has answered without them. Passing failures are tried again, at most twice, when the provider says or after a
   * growing pause. Neither happens once it has begun to answer.
   */
  async function answer(asked: Asked, signal: AbortSignal, listeners: AnswerListeners): Promise<Answer> {
    let features = supported;
    let hasBegun = false;
    /** Features that were left out on a mere guess are used again the next time. */
    let isGuess = false;
    const onBegin = () => {
      hasBegun = true;
      if (!isGuess) supported = commonFeatures(supported, features);
    };
    for (let tries = 1, fallbacks = 0; ;) {
      try {
        const response = await client.chat.completions
          .create(requestFor(env.OPENAI_MODEL, asked, features), { signal })
          .asResponse();
        return await readAnswer(response, onBegin, listeners);
      } catch (error) {
        if (signal.aborted || hasBegun || lastingProblem(error)) throw error;
        const fewer = fallbacks < MAX_FALLBACKS ? featuresAfter(error, features) : undefined;
        if (fewer) {
          features = fewer;
          fallbacks++;
          continue;
        }
        const pause = pauseBefore(error, tries);
        if (pause === undefined || tries++ >= MAX_TRIES || pause >= REVIEW_TIMEOUT_MS / 2) throw error;
        await sleep(pause, undefined, { signal });
        // Some fail at a feature that they do not support, and do not say so.
        if (tries === MAX_TRIES && error instanceof APIError && (error.status ?? 0) >= 500) {
          features = fewestFeatures(features);
          isGuess = true;
        }
      }
    }
  }

  return {
    name: env.OPENAI_MODEL,
    /** What the tokens cost in millionths of a dollar; undefined where no prices are set. */
    cost: ({ inputTokens, outputTokens }: Usage) =>
      env.OPENAI_PRICES && Math.round(inputTokens * env.OPENAI_PRICES.input + outputTokens * env.OPENAI_PRICES.output),
    /**
     * Reviews code. Throws a ReviewFailure, or the signal's reason once that is aborted; all in all it takes at most 60
     * s.
     */
    async review(asked: Asked, { signal, ...listeners }: AnswerListeners & { signal: AbortSignal }): Promise<Answer> {
      const deadline = AbortSignal.timeout(REVIEW_TIMEOUT_MS);
      try {
        return await answer(asked, AbortSignal.any([signal, deadline]), listeners);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (deadline.aborted) throw new ReviewFailure("ai_timeout", { cause: error });
        if (error instanceof ReviewFailure) throw error;
        const problem = problemOf(error);
        throw new ReviewFailure(problem, {
          cause: error,
          ...(problem === "ai_busy" && error instanceof APIError && { retrySeconds: retryAfter(error) }),
        });
      }
    },
  };
}

/**
 * The features to ask with after a refusal. Most providers refuse with 400 or 422, some with other statuses, some
 * inside the answer.
 */
function featuresAfter(error: unknown, features: RequestFeatures): RequestFeatures | undefined {
  if (!(error instanceof APIError) || error instanceof APIConnectionError) return;
  const { status } = error;
  if (status === 401 || status === 408 || status === 429) return;
  return withoutRefused(features, wordsOf(error), status === 400 || status === 422);
}

/** How long to wait before the next try, in milliseconds; undefined where another try would not help. */
function pauseBefore(error: unknown, tries: number): number | undefined {
  const ownPause = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
  if (error instanceof APIConnectionError) return ownPause;
  if (!(error instanceof APIError) || !(error.status === 429 || error.status === 408 || (error.status ?? 0) >= 500))
    return;
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
