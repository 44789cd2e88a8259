import { type AnswerText, LOOK_AHEAD } from "./answer-text.ts";
import { key, keyBeginning, matchAt } from "./json-tokens.ts";

/** Where a string stands: what may follow it depends on it. `depth` counts the objects and arrays around it. */
export type StringPlace = { depth: number; inside: "object" | "array" | "nothing" };

/**
 * Whether the quotation mark where the text is read ends its string, or is one that should have been escaped: what
 * follows decides. Undefined while that has not arrived.
 */
export function endsString({ text, at, hasEnded }: AnswerText, place: StringPlace): boolean | undefined {
  const atTextEnd = hasEnded ? true : undefined;
  const next = afterSpace(text, at + 1);
  const follows = text[next];
  if (follows === undefined) return atTextEnd;
  if (follows === "/" || follows === "`") {
    if (next + 2 >= text.length) return atTextEnd;
    return /^(?:\/\/|\/\*|```)/.test(text.slice(next, next + 3));
  }
  if (place.inside !== "object") {
    if (follows === "]" || place.inside === "nothing") return true;
    if (follows !== ",") return false;
    const value = text[afterSpace(text, next + 1)];
    return value === undefined ? atTextEnd : /["'`“\d{[\]tfnTFN/-]/.test(value);
  }
  if (follows === "}") {
    // A finding is handed on with its brace, so this does not wait for what comes behind.
    const behind = text[afterSpace(text, next + 1)];
    return place.depth <= 1 || behind === undefined || /[,}\]`/{]/.test(behind);
  }
  const hasComma = follows === ",";
  if (!hasComma && !text.slice(at, next).includes("\n")) return false;
  const name = hasComma ? afterSpace(text, next + 1) : next;
  const begins = text[name];
  if (begins === undefined) return atTextEnd;
  if (hasComma && (begins === "}" || begins === "/")) return true;
  return isKey(text.slice(name, name + LOOK_AHEAD), { hasComma, hasEnded });
}

/**
 * Whether what follows is the next name with its colon; a name that is longer than what has been read counts as one
 * behind a comma.
 */
function isKey(ahead: string, { hasComma, hasEnded }: { hasComma: boolean; hasEnded: boolean }): boolean | undefined {
  if (matchAt(key, ahead, 0)) return true;
  if (!keyBeginning.test(ahead)) return false;
  if (ahead.length >= LOOK_AHEAD) return hasComma;
  return hasEnded ? false : undefined;
}

function afterSpace(text: string, index: number): number {
  while (/\s/.test(text[index] ?? "")) index++;
  return index;
}
