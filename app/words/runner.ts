import { plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** What Tandem says in between the output of a program. */
export const runnerWords = translatable("runner", {
  noInput: "This browser cannot let a program wait for input. Chrome and Edge can, from version 137.",
  noInputHere: "A program cannot wait for input here: inside of sort, gsub or require.",
  awaitPrompt: "prompt gives its line later, as a promise. Write await before it: const line = await prompt(…);",
  noTests: "There are no tests here: functions called test_… or classes of unittest.TestCase.",
  noStatements: "There is no SQL here to run.",
  changedRows: (verb: string, count: number) =>
    plural(count, { one: `${verb}: ${count} row`, other: `${verb}: ${count} rows` }),
});
