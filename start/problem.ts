/** Something that keeps Tandem from starting, in words for whoever started it: shown without a stack trace. */
export class Problem extends Error {}

export const say = (sentence: string) => console.log(`  ${sentence}`);

/** What an error says, also one that only gathers others (a refused connection to a name with two addresses). */
export function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(sentenceOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
