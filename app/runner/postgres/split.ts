export type Part = { sql: string; offset: number };

/** What a semicolon ends nothing in: strings, names, comments, and texts between dollars. */
const WHOLE =
  /--[^\n]*|\/\*|\be'(?:\\[^]|''|[^'\\])*'?|'(?:''|[^'])*'?|"(?:""|[^"])*"?|\$(\w*)\$[^]*?(?:\$\1\$|$)|[();]|\w+|[^]/giy;
const COMMENT = /\/\*|\*\//g;

/** The statements of a file, without those that are empty. */
export function split(sql: string): Part[] {
  const parts: Part[] = [];
  let [start, depth, hasCode] = [0, 0, false];
  const end = (at: number) => {
    if (hasCode) parts.push({ sql: sql.slice(start, at), offset: start });
    [start, depth, hasCode] = [at, 0, false];
  };
  WHOLE.lastIndex = 0;
  for (let [token] = WHOLE.exec(sql) ?? []; token; [token] = WHOLE.exec(sql) ?? []) {
    if (token === "/*") WHOLE.lastIndex = endOfComment(sql, WHOLE.lastIndex);
    else if (token === ";" && depth <= 0) end(WHOLE.lastIndex);
    else if (token.trim() && !token.startsWith("--")) hasCode = true;
    if (token === "(") depth++;
    if (token === ")") depth--;
  }
  end(sql.length);
  return parts;
}

/** Comments may have comments within. */
function endOfComment(sql: string, begun: number): number {
  COMMENT.lastIndex = begun;
  for (let depth = 1; depth > 0;) {
    const [found] = COMMENT.exec(sql) ?? [];
    if (!found) return sql.length;
    depth += found === "/*" ? 1 : -1;
    if (depth === 0) break;
  }
  return COMMENT.lastIndex;
}
