/** The reviewer that runs ESLint's recommended rules. */
import type { AppLoadContext } from "@remix-run/node";
import type { User } from "../../db/users.ts";
import { checkSummary } from "../check-summary.ts";
import { failure } from "../http.ts";
import { checkedLanguages } from "../languages.ts";
import { reviewRefusalWords } from "../words/review-refusals.ts";
import { admitCheck, chargeCheck } from "./admission.ts";
import { matchByTitle } from "./match-findings.ts";
import { ReviewFailure } from "./review-failure.ts";
import type { Reviewer } from "./reviewer.ts";
import { CheckNotBegun, CheckStopped } from "./static-checks.ts";
import type { Subject } from "./subject.ts";

type Context = Pick<AppLoadContext, "clientAddress" | "limits" | "staticChecks" | "stopping">;

export function eslintReviewer(context: Context, user: User): Reviewer {
  return {
    source: "static",
    modelName: null,
    refusesLanguage: (language) =>
      checkedLanguages.includes(language) ? undefined : reviewRefusalWords.checkedLanguages,
    textOf: ({ whole }) => whole,
    wayOut: reviewRefusalWords.movePart,
    admit: () => admitCheck(context, user),
    async review(subject, _earlier, { onFinding }) {
      const { findings, total, ms } = await check(context, user, subject);
      await chargeCheck(context, user, ms);
      for (const finding of findings) await onFinding(finding);
      return { summary: checkSummary(total), storedSummary: String(total), unreadable: 0 };
    },
    spent: () => ({ inputTokens: 0, outputTokens: 0, tokens: 0, costMicros: undefined }),
    matchEarlier: matchByTitle,
  };
}

async function check(context: Context, user: User, { whole, language, path, startLine, endLine }: Subject) {
  const asker = { user: user.id, address: context.clientAddress };
  try {
    const request = { code: whole, language, path, start: startLine, end: endLine };
    return await context.staticChecks.check(asker, request);
  } catch (cause) {
    if (cause instanceof CheckStopped) await chargeCheck(context, user, cause.ms);
    if (cause instanceof CheckNotBegun && !context.stopping.aborted)
      throw failure(429, "too_many", reviewRefusalWords.othersWait, undefined, { "Retry-After": "60" });
    throw new ReviewFailure(cause instanceof CheckStopped ? "check_stopped" : "interrupted", { cause });
  }
}
