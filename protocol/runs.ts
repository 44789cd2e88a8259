/**
 * Runs: code that somebody runs in their own browser, as everybody in the session sees it. The server executes nothing.
 * It checks what the page of that person says of its run, keeps it, and tells the others.
 */
import { MAX_BATCH_CHARS, MAX_BATCH_PIECES } from "./limits.ts";
import { z } from "./zod.ts";

/** `tests`: the file's tests, each with a result of its own, in place of the file itself. */
export const runKinds = ["run", "tests"] as const;
export type RunKind = (typeof runKinds)[number];

/**
 * What can run a file, by the language it is for. TypeScript is JavaScript's; a page in HTML is shown. The last four
 * are there only where the server's operator has added them.
 */
export const runners = ["javascript", "python", "sql", "lua", "html", "ruby", "c", "cpp", "postgres"] as const;
export type Runner = (typeof runners)[number];

/**
 * - `running`, `waiting`: the second waits for a line of input.
 * - `done`, `failed`: ended by itself, well or with an error.
 * - `stopped`: by the person who runs it.
 * - `lost`: their page is gone, or has said nothing for `RUN_SILENCE_MS`.
 */
export const runStates = ["running", "waiting", "done", "failed", "stopped", "lost"] as const;
export type RunState = (typeof runStates)[number];

export const isUnderWay = (state: RunState): boolean => state === "running" || state === "waiting";

const MAX_TABLE_COLUMNS = 200;

/** What a program writes may be anything, but what everybody gets is Unicode, and shows where it ends. */
const clean = z.overwrite<string>((text) => text.toWellFormed().replaceAll("\0", ""));
const line = z.int().check(z.gte(1), z.lte(10_000_000));
const path = z.string().check(z.maxLength(400), clean);
const text = z.string().check(z.maxLength(MAX_BATCH_CHARS), clean);
const cell = z.nullable(text);

/** A piece of output, in the order in which the program wrote it. Texts are plain, but for ANSI escape sequences. */
export const pieceSchema = z.discriminatedUnion("kind", [
  /** Standard output, standard error, a line of input as it was answered, and what Tandem itself has to say. */
  z.strictObject({ kind: z.enum(["out", "err", "in", "note"]), text }),
  /** What a query found; `more`: rows beyond those that are here. */
  z.strictObject({
    kind: z.literal("table"),
    columns: z.array(text).check(z.maxLength(MAX_TABLE_COLUMNS)),
    rows: z.array(z.array(cell).check(z.maxLength(MAX_TABLE_COLUMNS))).check(z.maxLength(MAX_BATCH_PIECES)),
    more: z.int().check(z.nonnegative()),
  }),
  /** One test: `name` with those of the groups around it; `message` says why it failed. */
  z.strictObject({
    kind: z.literal("test"),
    name: z.array(text).check(z.minLength(1), z.maxLength(20)),
    state: z.enum(["passed", "failed", "skipped"]),
    ms: z.number().check(z.nonnegative()),
    path: z.optional(path),
    line: z.optional(line),
    message: z.optional(text),
    expected: z.optional(text),
    actual: z.optional(text),
  }),
]);
export type Piece = z.infer<typeof pieceSchema>;

export const runSchema = z.object({
  id: z.uuid(),
  sessionId: z.uuid(),
  userId: z.uuid(),
  userName: z.string(),
  kind: z.enum(runKinds),
  runner: z.enum(runners),
  /** Key in the document of the file that was run. */
  fileId: z.string(),
  /** Its path as it was then. */
  path: z.string(),
  state: z.enum(runStates),
  exitCode: z.nullable(z.int()),
  /** How long the code itself ran, in milliseconds by the clock of its page; null until it has ended, or is lost. */
  tookMs: z.nullable(z.int()),
  /** SHA-256 of all files, as a check answers it: whether the code is still the one that ran. */
  codeHash: z.string(),
  /** Characters of output that the server has taken so far. */
  outputChars: z.int(),
  createdAt: z.iso.datetime(),
  finishedAt: z.nullable(z.iso.datetime()),
});
export type Run = z.infer<typeof runSchema>;
