/** The tokens of JSON as models write them: with other quotation marks, or with none. */

/** The closing quotation mark of each opening one. */
export const closers: Record<string, string> = { '"': '"', "'": "'", "`": "`", "“": "”" };

const bare = String.raw`[A-Za-z_$][\w$-]*`;
const name = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|“[^”]*”|${bare}`;
const unclosedName = String.raw`"(?:[^"\\]|\\.)*\\?|'(?:[^'\\]|\\.)*\\?|“[^”]*|${bare}`;

/** A name without quotation marks. */
export const bareName = new RegExp(bare, "y");
/** A name with its colon. */
export const key = new RegExp(String.raw`(?:${name})\s*:`, "y");
/** A text that may become a name with its colon when more of it is there. */
export const keyBeginning = new RegExp(String.raw`^(?:${unclosedName})$|^(?:${name})\s*$`);

/** The match of a sticky pattern at an index. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
