/** A program in JavaScript or TypeScript: what it finds around it, and when it is over. */
import * as inspect from "node-inspect-extracted";
import type { Io } from "../language.ts";
import type { Job, RunFile } from "../messages.ts";
import { makeConsole } from "./console.ts";
import { Input, makePrompt, makeReadline, StandardInput } from "./input.ts";
import { lineOfMistake } from "./line-of-mistake.ts";
import { SyntaxMistake, toCommonJs } from "./modules.ts";
import { Pending } from "./pending.ts";
import { resolveFile } from "./resolve-file.ts";
import { describeError } from "./stack.ts";
import { makeTimers } from "./timers.ts";

type Module = { exports: unknown };

/** Thrown by `process.exit`, so that nothing after it happens. */
class Exit extends Error {
  override name = "Exit";
  readonly code: number;
  constructor(code: number) {
    super(`process.exit(${code})`);
    this.code = code;
  }
}

/** What came along, besides the session's files, by the names under which it is imported. */
export type Builtins = Record<string, unknown>;

export class Program {
  readonly files: ReadonlyMap<string, RunFile>;
  readonly pending = new Pending();
  readonly paths: ReadonlySet<string>;
  private readonly modules = new Map<string, Module>();
  private readonly io: Io;
  private readonly builtins: Builtins;
  private exitCode: number | undefined;
  private finish: (code: number) => void = () => {};
  private readonly finished = new Promise<number>((resolve) => (this.finish = resolve));

  constructor(job: Job, io: Io, builtins: Builtins = {}) {
    this.io = io;
    this.files = new Map(job.files.map((file) => [file.path, file]));
    this.paths = new Set(this.files.keys());
    const input = new Input(io.readLine, this.pending);
    const readline = makeReadline(input, io.write);
    const { inspect: show, format, formatWithOptions } = inspect;
    const util = { inspect: show, format, formatWithOptions };
    const process = this.makeProcess(job, input);
    this.builtins = {
      util,
      process,
      readline,
      "readline/promises": readline.promises,
      fs: this.makeFiles(),
      ...builtins,
    };
    Object.assign(globalThis, {
      console: makeConsole(io.write),
      process,
      global: globalThis,
      prompt: makePrompt(input, io.write),
      // A page's would wait until it is closed, which nothing here can.
      alert: (text: unknown = "") => io.write("out", `${String(text)}\n`),
      ...makeTimers(this.pending, (error) => this.fail(error)),
    });
    addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      this.fail(event.reason);
    });
    addEventListener("error", (event) => {
      event.preventDefault();
      this.fail((event as ErrorEvent).error ?? (event as ErrorEvent).message);
    });
  }

  /** Runs what is given to its end, or until the program ends itself, and says with which code. */
  async run(main: () => Promise<unknown>): Promise<number> {
    const toItsEnd = (async () => {
      try {
        await main();
        await this.pending.over();
        return this.exitCode ?? 0;
      } catch (error) {
        this.fail(error);
        return this.finished;
      }
    })();
    return Promise.race([toItsEnd, this.finished]);
  }

  /** Runs a file that nobody has imported, in which `await` may stand outside of functions. */
  async runEntry(path: string): Promise<void> {
    const module: Module = { exports: {} };
    this.modules.set(path, module);
    await this.evaluate(path, module, true);
  }

  /** Ends the program because of an error that it did not catch. */
  fail(error: unknown) {
    if (error instanceof Exit) return this.finish(error.code);
    this.io.write(
      "err",
      `${error instanceof SyntaxMistake ? `SyntaxError: ${error.message}` : this.describe(error)}\n`,
    );
    this.finish(1);
  }

  describe = (error: unknown): string => describeError(error, this.paths);

  private require(specifier: string, from: string): unknown {
    const name = specifier.replace(/^node:/, "");
    if (!/^[./]/.test(specifier)) {
      if (Object.hasOwn(this.builtins, name)) return this.builtins[name];
      throw new Error(
        `There is no package "${specifier}" here. A program may import the session's files, by names that begin with ` +
          `./ or ../, and ${Object.keys(this.builtins).join(", ")}.`,
      );
    }
    const path = resolveFile(this.files, specifier, from);
    if (path === undefined) throw new Error(`There is no file "${specifier}" (imported in ${from}).`);
    const known = this.modules.get(path);
    if (known) return known.exports;
    const module: Module = { exports: {} };
    this.modules.set(path, module);
    void this.evaluate(path, module, false);
    return module.exports;
  }

  private evaluate(path: string, module: Module, isEntry: boolean): unknown {
    const file = this.files.get(path);
    if (!file) throw new Error(`There is no file ${path}.`);
    const code = toCommonJs(file);
    // On the lines of the file itself, so that errors name the right ones.
    const source = `(${isEntry ? "async " : ""}function (exports, require, module, __filename, __dirname) {${code}\n})`;
    let body: (...values: unknown[]) => unknown;
    try {
      // By no other name than this it would see our variables.
      body = (0, eval)(`${source}\n//# sourceURL=${encodeURI(path)}`) as typeof body;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const line = lineOfMistake(source);
      throw new SyntaxMistake(`${line === undefined ? path : `${path}:${line}`}: ${error.message}`);
    }
    const require = (specifier: string) => this.require(specifier, path);
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
    return body.call(module.exports, module.exports, require, module, path, folder);
  }

  private makeProcess({ entry }: Job, input: Input) {
    const { io } = this;
    const stream = (kind: "out" | "err") => ({
      write: (text: unknown) => (io.write(kind, String(text)), true),
      isTTY: true,
      columns: 80,
    });
    const exit = (code?: number | string): never => {
      const exitCode = Number(code ?? process.exitCode ?? 0) || 0;
      this.finish(exitCode);
      throw new Exit(exitCode);
    };
    const getExitCode = () => this.exitCode;
    const setExitCode = (code: number | undefined) => (this.exitCode = code);
    const startedAt = performance.now();
    const process = {
      argv: ["node", entry],
      env: {} as Record<string, string>,
      platform: "browser",
      version: "v22.0.0",
      versions: { node: "22.0.0" },
      cwd: () => "/",
      exit,
      get exitCode() {
        return getExitCode();
      },
      set exitCode(code: number | undefined) {
        setExitCode(code);
      },
      stdout: stream("out"),
      stderr: stream("err"),
      stdin: new StandardInput(input),
      nextTick: (callback: (...values: unknown[]) => void, ...values: unknown[]) =>
        queueMicrotask(() => callback(...values)),
      uptime: () => (performance.now() - startedAt) / 1_000,
      hrtime: Object.assign(
        ([seconds, nanos]: [number, number] = [0, 0]) => {
          const now = performance.now() - seconds * 1_000 - nanos / 1e6;
          return [Math.floor(now / 1_000), Math.round((now % 1_000) * 1e6)];
        },
        { bigint: () => BigInt(Math.round(performance.now() * 1e6)) },
      ),
      memoryUsage: () => ({ heapUsed: 0, heapTotal: 0, rss: 0 }),
      on: () => process,
      once: () => process,
    };
    return process;
  }

  /** The session's files, for reading. */
  private makeFiles() {
    const read = (path: unknown) => {
      const found = typeof path === "string" && resolveFile(this.files, path.replace(/^(?![./])/, "./"), "");
      const file = found ? this.files.get(found) : undefined;
      if (!file) throw Object.assign(new Error(`There is no file "${String(path)}".`), { code: "ENOENT" });
      return file.content;
    };
    const exists = (path: string) => resolveFile(this.files, path.replace(/^(?![./])/, "./"), "") !== undefined;
    return {
      readFileSync: read,
      existsSync: exists,
      readdirSync: () => [...this.paths],
      promises: { readFile: async (path: string) => read(path) },
    };
  }
}
