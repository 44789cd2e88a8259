import { authWords } from "../words/auth.ts";

export type SignInProblem = keyof typeof authWords.problems;

/** The sentence of a code from the address; codes that are not ours say nothing. */
export const problemSentence = (code: string | null) =>
  code !== null && Object.hasOwn(authWords.problems, code) ? authWords.problems[code as SignInProblem] : undefined;
