import { MAX_PATH_CHARS, pathProblem } from "../protocol/paths.ts";
import { fileNameWords } from "./words/file-names.ts";

/** What is wrong with a file's name, as a sentence for whoever gave it; undefined for a good one. */
export function nameProblem(path: string): string | undefined {
  const problem = pathProblem(path);
  if (problem === undefined) return;
  return problem === "long" ? fileNameWords.long(MAX_PATH_CHARS) : fileNameWords.problems[problem];
}
