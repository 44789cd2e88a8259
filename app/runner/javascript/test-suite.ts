/** `describe` and `test` as Jest, Vitest and node:test have them: what is written down first, and run afterwards. */
import type { Piece } from "../../../protocol/runs.ts";
import { inspect } from "node-inspect-extracted";
import { type Frame, ownFrames } from "./stack.ts";

type Body = (...values: unknown[]) => unknown;
type Test = { name: string[]; body: Body | undefined; mode: Mode; timeoutMs: number };
type Failure = { error: unknown };
type Mode = "run" | "only" | "skip";
type Hooks = Record<"beforeAll" | "afterAll" | "beforeEach" | "afterEach", (() => unknown)[]>;
type Group = { name: string; mode: Mode; parent: Group | undefined; hooks: Hooks; entries: (Test | Group)[] };

const TIMEOUT_MS = 5_000;
const noHooks = (): Hooks => ({ beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] });
const isGroup = (entry: Test | Group): entry is Group => "entries" in entry;

export type Result = Extract<Piece, { kind: "test" }>;

export class TestSuite {
  private readonly root: Group = { name: "", mode: "run", parent: undefined, hooks: noHooks(), entries: [] };
  private group = this.root;
  private readonly paths: ReadonlySet<string>;
  private readonly describeError: (error: unknown) => string;

  constructor(paths: ReadonlySet<string>, describeError: (error: unknown) => string) {
    this.paths = paths;
    this.describeError = describeError;
  }

  /** What a file of tests finds as globals, and in the modules that are called so. */
  globals() {
    const test = this.variants((mode) => (name, body, timeoutMs) => this.addTest(name, body, mode, timeoutMs));
    const describe = this.variants((mode) => (name, body) => this.addGroup(name, body, mode));
    const hook = (name: keyof Hooks) => (body: () => unknown) => void this.group.hooks[name].push(body);
    return {
      test,
      it: test,
      describe,
      suite: describe,
      beforeAll: hook("beforeAll"),
      afterAll: hook("afterAll"),
      beforeEach: hook("beforeEach"),
      afterEach: hook("afterEach"),
      before: hook("beforeAll"),
      after: hook("afterAll"),
    };
  }

  get isEmpty(): boolean {
    return this.root.entries.length === 0;
  }

  /** Runs all in the order in which they were written; each result is told as soon as it is there. */
  async run(tell: (result: Result) => void): Promise<{ failed: number }> {
    const hasOnly = containsOnly(this.root);
    let failed = 0;
    const visit = async (group: Group, isSkipped: boolean, isWanted: boolean) => {
      const skips = isSkipped || group.mode === "skip";
      const wants = isWanted || group.mode === "only";
      const tests = group.entries.length > 0 && !skips;
      const problem = tests ? await this.attempt(() => runAll(group.hooks.beforeAll)) : undefined;
      for (const entry of group.entries) {
        if (isGroup(entry)) {
          await visit(entry, skips || problem !== undefined, wants);
          continue;
        }
        const isLeftOut = skips || entry.mode === "skip" || !entry.body || (hasOnly && !wants && entry.mode !== "only");
        const result = isLeftOut
          ? ({ kind: "test", name: entry.name, state: "skipped", ms: 0 } as const)
          : await this.runTest(entry, group, problem);
        if (result.state === "failed") failed++;
        tell(result);
      }
      if (tests) await this.attempt(() => runAll(group.hooks.afterAll));
    };
    await visit(this.root, false, false);
    return { failed };
  }

  private variants(make: (mode: Mode) => (name: string, body?: Body, timeoutMs?: number) => void) {
    const each = (mode: Mode) => (table: readonly unknown[]) => (name: string, body: Body, timeoutMs?: number) => {
      table.forEach((row, nth) => {
        const values = Array.isArray(row) ? (row as unknown[]) : [row];
        make(mode)(nameOfRow(name, values, nth), () => body(...values), timeoutMs);
      });
    };
    return Object.assign(make("run"), {
      only: Object.assign(make("only"), { each: each("only") }),
      skip: Object.assign(make("skip"), { each: each("skip") }),
      todo: (name: string) => make("skip")(name, undefined),
      each: each("run"),
      skipIf: (isSkipped: unknown) => make(isSkipped ? "skip" : "run"),
      runIf: (isRun: unknown) => make(isRun ? "run" : "skip"),
    });
  }

  private addTest(name: string, body: Body | undefined, mode: Mode, timeoutMs = TIMEOUT_MS) {
    this.group.entries.push({ name: [...namesOf(this.group), String(name)], body, mode, timeoutMs });
  }

  private addGroup(name: string, body: Body | undefined, mode: Mode) {
    const outer = this.group;
    const group: Group = { name: String(name), mode, parent: outer, hooks: noHooks(), entries: [] };
    outer.entries.push(group);
    this.group = group;
    try {
      body?.();
    } finally {
      this.group = outer;
    }
  }

  private async runTest(test: Test, group: Group, problem: Failure | undefined): Promise<Result> {
    const around: Group[] = [];
    for (let each: Group | undefined = group; each; each = each.parent) around.unshift(each);
    const startedAt = performance.now();
    const failure =
      problem ??
      (await this.attempt(async () => {
        await runAll(around.flatMap(({ hooks }) => hooks.beforeEach));
        await within(test.timeoutMs, async () => test.body?.({}));
      })) ??
      (await this.attempt(() => runAll(around.toReversed().flatMap(({ hooks }) => hooks.afterEach))));
    const result = { kind: "test", name: test.name, ms: performance.now() - startedAt } as const;
    return failure ? { ...result, state: "failed", ...this.describe(failure.error) } : { ...result, state: "passed" };
  }

  private async attempt(work: () => unknown): Promise<Failure | undefined> {
    try {
      await work();
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  private describe(error: unknown): Partial<Result> {
    const [place]: (Frame | undefined)[] = ownFrames(error, this.paths);
    const compared = typeof error === "object" && error !== null && "expected" in error && "actual" in error;
    const message = error instanceof Error && compared ? error.message : this.describeError(error);
    return {
      message,
      ...(place && { path: place.path, line: place.line }),
      ...(compared && { expected: show(error.expected), actual: show(error.actual) }),
    };
  }
}

const MAX_SHOWN_CHARS = 10_000;
const show = (value: unknown) =>
  (typeof value === "string" ? value : inspect(value, { depth: 10, sorted: true, breakLength: 60 })).slice(
    0,
    MAX_SHOWN_CHARS,
  );

const namesOf = (group: Group): string[] => (group.parent ? [...namesOf(group.parent), group.name] : []);
const containsOnly = (group: Group): boolean =>
  group.entries.some((entry) => entry.mode === "only" || (isGroup(entry) && containsOnly(entry)));

async function runAll(bodies: readonly (() => unknown)[]) {
  for (const body of bodies) await body();
}

async function within(ms: number, work: () => Promise<unknown>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The test took longer than ${ms} ms.`)), ms);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `%s`, `%i`, `%j` and their like are values of the row, `%#` is its number, `$name` a property of its first. */
function nameOfRow(name: string, values: readonly unknown[], nth: number): string {
  const rest = [...values];
  const [first] = values;
  return name
    .replace(/%([sdifjop#%])/g, (_, letter: string) => {
      if (letter === "%") return "%";
      if (letter === "#") return String(nth);
      const value = rest.shift();
      return typeof value === "string" ? value : inspect(value);
    })
    .replace(/\$(\w+)/g, (whole, key: string) =>
      typeof first === "object" && first !== null && key in first ? inspect(first[key as never]) : whole,
    );
}
