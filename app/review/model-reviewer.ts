/** The reviewer that asks a model. */
import type { AppLoadContext } from "@remix-run/node";
import type { User } from "../../db/users.ts";
import { failure } from "../http.ts";
import { reviewRefusalWords } from "../words/review-refusals.ts";
import { admitModelReview } from "./admission.ts";
import type { Usage } from "./completion-reader.ts";
import { matchByWords } from "./match-findings.ts";
import { placeSummary } from "./place-finding.ts";
import type { Reviewer } from "./reviewer.ts";

type Context = Pick<AppLoadContext, "clientAddress" | "env" | "limits" | "model">;

/** Throws 503 where there is no model. */
export function modelReviewer(context: Context, user: User): Reviewer {
  const { model } = context;
  if (!model) throw failure(503, "ai_off", reviewRefusalWords.aiOff);
  let usage: Usage = { inputTokens: 0, outputTokens: 0, tokens: 0 };
  return {
    source: "model",
    modelName: model.name,
    refusesLanguage: () => undefined,
    textOf: ({ code }) => code,
    wayOut: reviewRefusalWords.selectPart,
    admit: () => admitModelReview(context, user),
    async review({ code, startLine, language, path }, earlier, { signal, onFinding }) {
      const known = earlier
        .filter(({ finding }) => finding.state === "open")
        .map(({ finding: { title }, at }) => ({ title, ...at }));
      const { summary, unreadable } = await model.review(
        { code, firstLine: startLine, language, path, known },
        { signal, onFinding, onUsage: (used) => (usage = used) },
      );
      return { summary: placeSummary(summary), unreadable };
    },
    spent: () => ({ ...usage, costMicros: model.cost(usage) }),
    matchEarlier: matchByWords,
  };
}
