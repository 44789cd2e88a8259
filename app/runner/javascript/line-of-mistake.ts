/** Where a mistake is that only the browser found, which names no line for it: a name declared twice, for one. */
import { parse } from "acorn";

/** The line, as people count; undefined where there is nothing wrong that this knows. */
export function lineOfMistake(code: string): number | undefined {
  try {
    parse(code, { ecmaVersion: "latest" });
    return undefined;
  } catch (error) {
    return (error as { loc?: { line: number } }).loc?.line;
  }
}
