/** How a provider is asked: what one knows another refuses, and says so in its own words. */
import { zodResponseFormat } from "openai/helpers/zod";
import type { ChatCompletionCreateParams, ChatCompletionMessageParam } from "openai/resources/chat/completions";
import { modelAnswer, type Asked, reviewMessages } from "./prompt.ts";

/** For servers that want to be told how long an answer may be: more than twelve findings need. */
const ANSWER_TOKENS = 8_192;

export type Manners = {
  format: "schema" | "object" | "none";
  /** Asks for the number of tokens at the end of a stream. */
  countsTokens: boolean;
  streams: boolean;
  /** Has the task in a message of its own, apart from the code. */
  hasSystem: boolean;
  limit: "none" | "max_tokens" | "max_completion_tokens";
};

/** All of OpenAI's own. Neither a temperature nor a limit is among it: what is not sent is not refused. */
export const bestManners: Manners = {
  format: "schema",
  countsTokens: true,
  streams: true,
  hasSystem: true,
  limit: "none",
};

/** The least that can be asked for. */
export const plainest = (manners: Manners): Manners => ({
  ...manners,
  format: "none",
  countsTokens: false,
  hasSystem: false,
});

export function requestFor(
  model: string,
  asked: Asked,
  { format, countsTokens, streams, hasSystem, limit }: Manners,
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

const about = {
  stream:
    /verified to stream|stream(?:ing)? (?:is )?(?:not (?:supported|allowed|available|enabled)|unsupported|unavailable)|not support(?:ed)?[^.]{0,20} stream(?:ing)?\b|unsupported value: 'stream'|["'`]?stream["'`]? (?:must|should|has to|cannot) be/i,
  options: /stream_options|include_usage/i,
  format:
    /response_?format|json_?schema|json_?object|structured output|guided_json|guided decoding|grammar|schema|json[ _]mode|json_validate|validate json/i,
  role: /(?:system|developer)['"`]? (?:role|message|prompt|instruction)|role['"`:]? ?['"`]?(?:system|developer)|does not support ['"`](?:system|developer)|roles? must alternate|messages?\[?\.?0\]?\.role|only (?:support )?(?:user|assistant)/i,
  limit: /max_(?:completion_)?tokens|max_new_tokens/i,
};

/**
 * How to ask again after a refusal: without what it names. Where it names nothing that was asked for, all that is not
 * needed is left out. Undefined when nothing is left to leave out. Each call gives up at least one thing, so that
 * calling it again and again ends.
 */
export function plainerThan(manners: Manners, refusal: string, isVague: boolean): Manners | undefined {
  const next = { ...manners };
  if (manners.streams && about.stream.test(refusal)) next.streams = false;
  if (manners.countsTokens && about.options.test(refusal)) next.countsTokens = false;
  if (manners.format !== "none" && about.format.test(refusal))
    next.format =
      manners.format === "schema" &&
      !/grammar|guided|\b(?:un|not )[^.]*response_?format\b(?!.*json_schema)/i.test(refusal)
        ? "object"
        : "none";
  if (manners.hasSystem && about.role.test(refusal)) next.hasSystem = false;
  if (about.limit.test(refusal)) {
    const wanted = /max_completion_tokens/i.test(
      refusal.replace(/['"`]?max_tokens['"`]? is not supported[^.]*\. ?/i, ""),
    )
      ? "max_completion_tokens"
      : "max_tokens";
    if (manners.limit === "none") next.limit = wanted;
    else if (manners.limit === "max_tokens" && wanted === "max_completion_tokens") next.limit = wanted;
  }
  if (!isSame(next, manners)) return next;
  const least = plainest(manners);
  return isVague && !isSame(least, manners) ? least : undefined;
}

/** What two reviews at once found out, together. */
export const plainerOf = (a: Manners, b: Manners): Manners => ({
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

const isSame = (a: Manners, b: Manners) => JSON.stringify(a) === JSON.stringify(b);
