/** What can be said of a statement by its text alone. */
import type { SqlProblem } from "./database.ts";

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

/** SQLite says where a problem is, but of a table that is missing only its name; of a row that is refused nothing. */
export function lineOfProblem(sql: string, { message, start, at }: SqlProblem): number {
  const begin = startOfCode(sql, start);
  const [, name] = /^no such \w+: (.+)$/.exec(message) ?? [];
  const named = name === undefined ? -1 : sql.indexOf(name, begin);
  return sql.slice(0, at ?? Math.max(begin, named)).split("\n").length;
}
