/** A provider's response, read while it comes: findings, a summary, and why there is no answer where there is none. */
import { AnswerReader } from "./answer-reader.ts";
import { NoCompletion, readCompletion, type Usage } from "./completion-reader.ts";
import { ReviewFailure } from "./review-failure.ts";

const MAX_ANSWER_CHARS = 200_000;

/** `unreadable` counts findings that were there and could not be read. */
export type Answer = { summary: string; unreadable: number };

/**
 * `onFinding` is called with each finding, as the model says it, when it is complete, and awaited. `onUsage` is called
 * with what was used, however it ends.
 */
export type AnswerListeners = { onFinding: (finding: unknown) => Promise<void>; onUsage: (usage: Usage) => void };

/**
 * Reads an answer to its end; `onBegin` is called once it has begun. Throws a `ReviewFailure` for one that was refused,
 * is cut off or cannot be read, and what `readCompletion` throws.
 */
export async function readAnswer(
  response: Response,
  onBegin: () => void,
  { onFinding, onUsage }: AnswerListeners,
): Promise<Answer> {
  const reader = new AnswerReader();
  let thought = "";
  let finish: string | undefined;
  let isRefused = false;
  let isBlank = true;
  for await (const piece of readCompletion(response)) {
    if (piece.usage) onUsage(piece.usage);
    finish = piece.finish ?? finish;
    isRefused ||= piece.isRefused;
    isBlank &&= !piece.content.trim();
    if (piece.content || piece.thought || piece.finish || piece.isRefused) onBegin();
    for (const finding of reader.push(piece.content)) await onFinding(finding);
    thought += piece.thought;
    // Thoughts may be longer: they are bounded by the bytes of an answer.
    if (reader.length > MAX_ANSWER_CHARS) throw new NoCompletion();
  }
  for (const finding of reader.finish()) await onFinding(finding);
  if (isRefused || finish === "content_filter" || finish === "refusal" || finish === "SAFETY")
    throw new ReviewFailure("ai_refused");
  // Some servers take the answer for a part of the thoughts.
  const answer = isBlank && thought ? new AnswerReader() : reader;
  if (answer !== reader)
    for (const finding of [...answer.push(thought.slice(0, MAX_ANSWER_CHARS)), ...answer.finish()])
      await onFinding(finding);
  if (finish === "length" || (finish === undefined && answer.length > 0 && !answer.isWhole))
    throw new ReviewFailure("ai_cut_off");
  if (!answer.isUnderstood) throw new ReviewFailure("ai_malformed");
  return { summary: answer.summary, unreadable: answer.unreadable };
}
