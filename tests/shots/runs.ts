/** Sessions in which something has run, or shall. */
import { addRunOutput, beginRun, changeRun } from "../../db/runs.ts";
import type { Piece, RunKind } from "../../protocol/runs.ts";
import { newId, type Person } from "../support/person.ts";
import { newSessionOf } from "../support/session-of-files.ts";
import type { Stack } from "../support/stack.ts";

const PROGRAM = `import { total } from "./util.ts";

const name = await prompt("What is your name?");
console.log(\`Hello \${name}\`, total([1, 2, 3]));
`;
const files = {
  "main.ts": PROGRAM,
  "util.ts": "export const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);\n",
};
const SITE = {
  "index.html": `<!doctype html>
<title>A small shop</title>
<link rel="stylesheet" href="main.css">
<h1>A small shop</h1>
<p>Three things, and one of them has a name that goes on and on without an end.</p>
<form><label>How many? <input type="number" value="1"></label> <button>Order</button></form>
<script type="module" src="main.ts"></script>
`,
  "main.css": "body { font: 16px sans-serif; margin: 24px; } h1 { color: rebeccapurple; }\n",
  "main.ts": `console.log("The shop is open", { things: 3 });\n`,
};
const MISTAKES = {
  "main.ts": `import { total } from "./util";\n\nconst sum: string = total([1, "two"]);\nconsole.log(sums);\n`,
  "util.ts": files["util.ts"],
};

const out = (text: string): Piece => ({ kind: "out", text });
const columns = ["id", "name", "a column with a long name", "born", "note"];
const rows = ["Ada", "Grace", "عبد الرحمن", "寿限無寿限無五劫の擦り切れ"].map((name, n) => [
  String(n + 1),
  name,
  "x".repeat(10 * (n + 1)),
  `18${n}5-12-10`,
  n % 2 ? null : "one\nof two lines",
]);
const written: Piece[] = [
  out("\x1b[1mBuilding\x1b[0m \x1b[32m✓ main.ts\x1b[0m \x1b[33m⚠ util.ts\x1b[0m \x1b[7m inverse \x1b[0m\n"),
  out(`\x1b[36m{ wide: '${"x".repeat(300)}' }\x1b[0m\n`),
  { kind: "err", text: "TypeError: values.reduce is not a function\n    at total (util.ts:1)\n    at main.ts:4\n" },
  { kind: "table", columns, rows, more: 120 },
  { kind: "note", text: "Deleted: 3 rows\n" },
  { kind: "in", text: "Ada" },
];
const tested: Piece[] = [
  { kind: "test", name: ["sums", "adds"], state: "passed", ms: 1.5, path: "util.ts", line: 1 },
  { kind: "test", name: ["sums", "has a name that goes on and on ".repeat(6)], state: "passed", ms: 1_204 },
  {
    kind: "test",
    name: ["sums", "takes away"],
    state: "failed",
    ms: 2,
    path: "main.ts",
    line: 4,
    message: "expected [ 1, 2 ] to deeply equal [ 1, 3 ]",
    expected: "[\n  1,\n  3,\n]",
    actual: "[\n  1,\n  2,\n]",
  },
  { kind: "test", name: ["later"], state: "skipped", ms: 0 },
];

/** What each has of runs: what was written, tests that failed, a program that asks, a page, and mistakes. */
export async function furnishRuns(stack: Stack, as: Person) {
  const session = async (kind: RunKind, pieces: Piece[], exitCode: number) => {
    const sessionId = await newSessionOf(stack, as, files);
    const own = { id: newId(), sessionId, userId: as.user.id };
    const code = { runner: "javascript", fileId: "f", path: "main.ts", codeHash: "" } as const;
    await beginRun(stack.db, { ...own, ...code, kind });
    await addRunOutput(stack.db, own, { n: 0, pieces });
    await changeRun(stack.db, own, { state: exitCode === 0 ? "done" : "failed", exitCode, tookMs: 1_234 });
    return sessionId;
  };
  return {
    written: await session("run", written, 0),
    tested: await session("tests", tested, 1),
    asking: await newSessionOf(stack, as, files),
    site: await newSessionOf(stack, as, SITE),
    mistaken: await newSessionOf(stack, as, MISTAKES),
  };
}
