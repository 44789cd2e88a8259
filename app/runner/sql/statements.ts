/** What can be said of a statement by its text alone. */

const BLANK = /(?:[\s;]|--[^\n]*|\/\*[^]*?(?:\*\/|$))*/y;

/** Where the statement begins that follows `offset`: behind spaces and comments. */
function startOfCode(sql: string, offset: number): number {
  BLANK.lastIndex = offset;
  return offset + (BLANK.exec(sql)?.[0].length ?? 0);
}

/** INSERT, UPDATE, DELETE, REPLACE or MERGE, also behind WITH; `undefined` for whatever changes no rows. */
export function changingVerb(statement: string): string | undefined {
  const code = statement.slice(startOfCode(statement, 0));
  const [, verb] =
    /^(insert|update|delete|replace|merge)\b/i.exec(code) ??
    (/^with\b/i.test(code) ? /\b(insert|update|delete|replace|merge)\b(?!\s*\()/i.exec(code) : undefined) ??
    [];
  return verb?.toUpperCase();
}

/** CREATE TABLE, DROP INDEX, BEGIN */
export function firstWords(statement: string): string {
  const code = statement.slice(startOfCode(statement, 0));
  const [words = ""] =
    /^[a-z]+(?:\s+(?:temp|temporary|unique|virtual))?(?:\s+(?:table|index|view|trigger))?\b/i.exec(code) ?? [];
  return words.replace(/\s+/g, " ").toUpperCase();
}

/**
 * The line of a problem in the statement behind `offset`. SQLite tells what is wrong, and where only in a function
 * that sql.js leaves out: so it is the first line up to which SQLite, asked by `problemOf`, finds this very problem.
 */
export function lineOfProblem(
  sql: string,
  offset: number,
  problem: string,
  problemOf: (part: string) => string | undefined,
): number {
  const start = startOfCode(sql, offset);
  const first = sql.slice(0, start).split("\n").length;
  const lines = sql.slice(start).split("\n");
  let [low, high] = [1, lines.length];
  if (problemOf(sql.slice(start)) !== problem) return first;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (problemOf(lines.slice(0, middle).join("\n")) === problem) high = middle;
    else low = middle + 1;
  }
  // A name that is missing shows only at the end of the clause that would have had it.
  const [, name] = /^no such \w+: (.+)$/.exec(problem) ?? [];
  const named = name ? lines.slice(0, low).findLastIndex((line) => line.includes(name)) : -1;
  return first + (named < 0 ? low - 1 : named);
}
