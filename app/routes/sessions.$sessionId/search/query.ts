/** What somebody looks for, as the regular expression that finds it. */
import { searchPanelWords } from "../../../words/search-panel.ts";
import { escapeRegExp } from "./escape-reg-exp.ts";

export type Query = {
  text: string;
  isCaseSensitive: boolean;
  isWholeWord: boolean;
  isRegExp: boolean;
};

export type Pattern = {
  regExp: RegExp;
  /** It is looked for in each line by itself: `\s+` does not join lines. */
  isByLine: boolean;
};

/** A place that is not inside of a word. */
const EDGE = "(?:(?<![\\p{L}\\p{M}\\p{N}_])|(?![\\p{L}\\p{M}\\p{N}_]))";

/** Only what names a line end itself goes beyond one. */
const namesLineEnd = /\n|(?<!\\)(?:\\\\)*\\[nr]/;

/** The pattern of a query, or the sentence that says what is wrong with its regular expression. */
export function toPattern({ text, isCaseSensitive, isWholeWord, isRegExp }: Query): Pattern | { problem: string } {
  try {
    // Without what is put around it: a bracket too many would close that.
    if (isRegExp) new RegExp(text, "u");
    const source = isRegExp ? text : escapeRegExp(text);
    const whole = isWholeWord ? `${EDGE}(?:${source})${EDGE}` : source;
    // Without `u` a match could end within a character.
    return {
      regExp: new RegExp(whole, isCaseSensitive ? "gmu" : "gimu"),
      isByLine: isRegExp && !namesLineEnd.test(text),
    };
  } catch (error) {
    return { problem: searchPanelWords.badExpression(reasonOf(error)) };
  }
}

/** Browsers put the expression itself before what they have to say of it. */
function reasonOf(error: unknown): string {
  const reason = String(error instanceof Error ? error.message : error).replace(/^.*: /s, "");
  return reason.charAt(0).toLowerCase() + reason.slice(1).replace(/\.$/, "");
}
