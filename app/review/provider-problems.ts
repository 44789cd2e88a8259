/** What a provider's refusal means, by its status, its code and its words: no two providers say it alike. */
import { APIConnectionError, APIError } from "openai";
import type { ReviewProblem } from "../../protocol/entities.ts";

const said = {
  ai_no_credit:
    /insufficient[_ ](?:quota|credit|balance|fund)|credit balance|(?:out of|no|all available|not enough|exceeded[^.]*) credits|billing[_ ](?:hard[_ ]limit|not[_ ]active)|hard limit|payment required|exceeded your current quota|quota exceeded for billing|arrearage|spending limit/i,
  ai_too_long:
    /context_length_exceeded|context[ _](?:length|window|size)|prompt (?:is )?too long|too many (?:input )?tokens|(?:input|prompt|request|message)s? (?:\w+ )?(?:is |are )?too (?:long|large)|reduce the length|tokens_limit_reached|exceed[^.]*(?:token|context)[^.]*limit|input length|maximum (?:input|prompt) length/i,
  ai_refused:
    /content[_ ](?:filter|policy|management)|responsibleaipolicy|flagged|moderation|safety (?:system|filter|policy)|data_inspection|inappropriate content/i,
  ai_no_model:
    /model_not_found|model_not_available|invalid_model|deploymentnotfound|model_decommissioned|invalid model|(?:not a valid|unknown|no such) model|not have access to (?:the )?model|model[^.]*(?:not found|does not exist|not exist|decommissioned|deprecated|not available|is not loaded)|the api deployment for this resource does not exist/i,
} satisfies Partial<Record<ReviewProblem, RegExp>>;

/** Some send the request back, which has code in it: those words are not the provider's. */
const echoes = new Set(["input", "messages", "prompt", "failed_generation", "ctx", "url", "body"]);

/** All that an error says of itself: what is not ours to show, only to read. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof APIError)) return "";
  const words: string[] = [];
  const collect = (value: unknown, depth: number) => {
    if (typeof value === "string" || typeof value === "number") words.push(String(value).slice(0, 600));
    else if (typeof value === "object" && value !== null && depth < 6) {
      for (const [name, each] of Object.entries(value)) {
        if (echoes.has(name) || words.length > 60) continue;
        if (!Array.isArray(value)) words.push(`${name}:`);
        collect(each, depth + 1);
      }
    }
  };
  collect(error.error ?? error.message, 0);
  return words.join(" ");
}

/** The problem, where neither another try nor a plainer request would help; undefined where one may. */
export function lastingProblem(error: unknown): ReviewProblem | undefined {
  if (!(error instanceof APIError) || error instanceof APIConnectionError) return;
  const { status } = error;
  const words = wordsOf(error);
  if (status === 401) return "ai_rejected";
  // A model that is overloaded or being loaded is not available either, for a moment.
  if ((status ?? 0) >= 500) return;
  // Google says so of a limit per minute, too.
  if (status === 402 || (said.ai_no_credit.test(words) && !/RESOURCE_EXHAUSTED/.test(words))) return "ai_no_credit";
  if (status === 413) return "ai_too_long";
  // With 429 when the one request has more than a minute's tokens.
  if (said.ai_too_long.test(words) && !/response_?format|schema/i.test(words)) return "ai_too_long";
  if (status === 429 || status === 408) return;
  if (said.ai_refused.test(words)) return "ai_refused";
  if (said.ai_no_model.test(words)) return "ai_no_model";
}

/** What people are told of a failure. */
export function problemOf(error: unknown): ReviewProblem {
  const lasting = lastingProblem(error);
  if (lasting) return lasting;
  // The connection broke while the answer came.
  if (error instanceof Error && /terminated|aborted|premature|other side closed/i.test(error.message))
    return "ai_cut_off";
  if (error instanceof APIConnectionError) return "ai_away";
  if (!(error instanceof APIError)) return "ai_malformed";
  if (error.status === 429) return "ai_busy";
  // It said in the middle of its answer that something went wrong.
  if (error.status === undefined) return "ai_away";
  return error.status >= 500 || error.status === 408 ? "ai_away" : "ai_rejected";
}
