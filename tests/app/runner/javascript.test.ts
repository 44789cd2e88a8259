/** JavaScript as its worker runs it: what is said of mistakes that the browser or the reader finds. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "./as-in-worker.ts";
import { language } from "../../../app/runner/javascript/language.ts";
import { type Ran, ranWith } from "./running.ts";

const kept = new Map<string, unknown>();
const own = ["console", "process", "global", "setTimeout", "setInterval", "clearTimeout", "clearInterval"];

beforeEach(() => {
  for (const name of own) kept.set(name, globalThis[name as keyof typeof globalThis]);
  vi.stubGlobal("addEventListener", () => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  Object.assign(globalThis, Object.fromEntries(kept));
});

/** A program finds its console where everybody else does. */
const ran = (...given: Ran) => ranWith(language, {}, ...given);

test("a mistake that only the browser finds names its file and line, in whichever file it is", async () => {
  const twice = "const a = 1;\n\nconst a = 2;\n";
  expect((await ran({ "main.js": twice })).err).toMatch(/^SyntaxError: main\.js:3: .*'a' has already been declared\n$/);
  expect(
    (await ran({ "main.ts": 'import "./lib/util.ts";\n', "lib/util.ts": `type A = {\n  a: 1;\n};\n${twice}` })).err,
  ).toMatch(/^SyntaxError: lib\/util\.ts:6: .*'a' has already been declared\n$/);
  expect((await ran({ "main.js": "function f() {\n  return 1;\n  await 2;\n}\n" })).err).toMatch(
    /^SyntaxError: main\.js:3: await is only valid/,
  );
});

test("a table may have more rows than a call has arguments", async () => {
  const { out, exitCode } = await ran({ "main.js": "console.table(Array(200000).fill('x'));\n" });
  expect([exitCode, out.split("\n").length]).toEqual([0, 200_005]);
});

test("a line that nobody waited for is said to be a promise, once", async () => {
  const note = "prompt gives its line later, as a promise. Write await before it: const line = await prompt(…);\n";
  const unawaited = "const a = prompt('Name?');\nconsole.log(`Hello ${a}`, a + 1);\n";
  const { notes, out, exitCode } = await ran({ "main.js": unawaited }, { lines: ["Ada"] });
  expect({ notes, out, exitCode }).toEqual({
    notes: note,
    out: "Name? Hello [object Promise] [object Promise]1\n",
    exitCode: 0,
  });
  expect((await ran({ "main.js": "console.log(prompt());\n" })).notes).toBe(note);
  const awaited = await ran(
    { "main.ts": "const a = await prompt('Name?');\nconsole.log(`Hello ${a}`);\nprompt().then(console.log);\n" },
    { lines: ["Ada", "Grace"] },
  );
  expect([awaited.notes, awaited.out]).toEqual(["", "Name? Hello Ada\nGrace\n"]);
});
