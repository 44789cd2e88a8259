/**
 * Which features of chat completions a request uses. Providers support different ones, and refuse a request for the
 * others with an error in their own words: here it is read, and the request made again without what it names.
 */
import { zodResponseFormat } from "openai/helpers/zod";
import type { ChatCompletionCreateParams, ChatCompletionMessageParam } from "openai/resources/chat/completions";
import { modelAnswer, type Asked, reviewMessages } from "./prompt.ts";

/** The token limit for providers that require one: more than twelve findings need. */
const ANSWER_TOKENS = 8_192;

export type RequestFeatures = {
  /** Which `response_format` is asked for. */
  format: "schema" | "object" | "none";
  /** Whether the number of tokens is asked for at the end of a stream. */
  countsTokens: boolean;
  streams: boolean;
  /** Whether the task is in a system message of its own, apart from the code. */
  hasSystem: boolean;
  /** The parameter that says how long the answer may be, where one is sent. */
  limit: "none" | "max_tokens" | "max_completion_tokens";
};

/** What OpenAI supports. It has neither a temperature nor a limit: what is not sent is not refused. */
export const allFeatures: RequestFeatures = {
  format: "schema",
  countsTokens: true,
  streams: true,
  hasSystem: true,
  limit: "none",
};

/** Without the features that are not needed. */
export const fewestFeatures = (features: RequestFeatures): RequestFeatures => ({
  ...features,
  format: "none",
  countsTokens: false,
  hasSystem: false,
});

export function requestFor(
  model: string,
  asked: Asked,
  { format, countsTokens, streams, hasSystem, limit }: RequestFeatures,
): ChatCompletionCreateParams {
  const { task, code } = reviewMessages(asked);
  const messages: ChatCompletionMessageParam[] = hasSystem
    ? [task, code]
    : [{ role: "user", content: `${task.content}\n\n${code.content}` }];
  return {
    model,
    messages,
    stream: streams,
    ...(streams && countsTokens && { stream_options: { include_usage: true } }),
    ...(format === "schema" && { response_format: zodResponseFormat(modelAnswer, "review") }),
    ...(format === "object" && { response_format: { type: "json_object" as const } }),
    ...(limit !== "none" && { [limit]: ANSWER_TOKENS }),
  };
}

/** What refusals say of each feature. */
const refusals = {
  stream:
    /verified to stream|stream(?:ing)? (?:is )?(?:not (?:supported|allowed|available|enabled)|unsupported|unavailable)|not support(?:ed)?[^.]{0,20} stream(?:ing)?\b|unsupported value: 'stream'|["'`]?stream["'`]? (?:must|should|has to|cannot) be/i,
  options: /stream_options|include_usage/i,
  format:
    /response_?format|json_?schema|json_?object|structured output|guided_json|guided decoding|grammar|schema|json[ _]mode|json_validate|validate json/i,
  role: /(?:system|developer)['"`]? (?:role|message|prompt|instruction)|role['"`:]? ?['"`]?(?:system|developer)|does not support ['"`](?:system|developer)|roles? must alternate|messages?\[?\.?0\]?\.role|only (?:support )?(?:user|assistant)/i,
  limit: /max_(?:completion_)?tokens|max_new_tokens/i,
};

/**
 * The features for the next request after a refusal: those that it does not name. Where it names none of them but may
 * mean one (`isVague`), all optional ones are left out. Undefined when nothing is left to leave out. Each call gives up
 * at least one feature, so that calling it again and again ends.
 */
export function withoutRefused(
  features: RequestFeatures,
  refusal: string,
  isVague: boolean,
): RequestFeatures | undefined {
  const next = { ...features };
  if (features.streams && refusals.stream.test(refusal)) next.streams = false;
  if (features.countsTokens && refusals.options.test(refusal)) next.countsTokens = false;
  if (features.format !== "none" && refusals.format.test(refusal))
    next.format =
      features.format === "schema" &&
      !/grammar|guided|\b(?:un|not )[^.]*response_?format\b(?!.*json_schema)/i.test(refusal)
        ? "object"
        : "none";
  if (features.hasSystem && refusals.role.test(refusal)) next.hasSystem = false;
  if (refusals.limit.test(refusal)) {
    const wanted = /max_completion_tokens/i.test(
      refusal.replace(/['"`]?max_tokens['"`]? is not supported[^.]*\. ?/i, ""),
    )
      ? "max_completion_tokens"
      : "max_tokens";
    if (features.limit === "none") next.limit = wanted;
    else if (features.limit === "max_tokens" && wanted === "max_completion_tokens") next.limit = wanted;
  }
  if (!isSame(next, features)) return next;
  const least = fewestFeatures(features);
  return isVague && !isSame(least, features) ? least : undefined;
}

/** The features that two reviews at the same time have both found to be supported. */
export const commonFeatures = (a: RequestFeatures, b: RequestFeatures): RequestFeatures => ({
  format:
    a.format === "none" || b.format === "none"
      ? "none"
      : a.format === "object" || b.format === "object"
        ? "object"
        : "schema",
  countsTokens: a.countsTokens && b.countsTokens,
  streams: a.streams && b.streams,
  hasSystem: a.hasSystem && b.hasSystem,
  limit: b.limit === "none" ? a.limit : b.limit,
});

const isSame = (a: RequestFeatures, b: RequestFeatures) => JSON.stringify(a) === JSON.stringify(b);
