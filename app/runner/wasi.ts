/**
 * A program for WASI, WebAssembly's system interface: its files are the session's, in a folder of their own. It waits
 * for lines, and for time, where the browser lets WebAssembly wait for a promise (JSPI).
 */
import { ConsoleStdout, Directory, File, PreopenDirectory, WASI, WASIProcExit } from "@bjorn3/browser_wasi_shim";
import { runnerWords } from "../words/runner.ts";
import { decoded } from "./decoded.ts";
import type { Io } from "./language.ts";
import type { RunFile } from "./messages.ts";

type Imported = (...values: number[]) => number | Promise<number>;
type Exported = (...values: number[]) => unknown;

/** TypeScript does not know JSPI. Without it, the same functions that do not wait. */
const { Suspending, promising } = WebAssembly as unknown as {
  Suspending?: new (imported: Imported) => Imported;
  promising?: (exported: Exported) => Exported;
};
const suspending = (imported: Imported): Imported => (Suspending ? new Suspending(imported) : imported);

/** A function of a program, which waits where that does. */
export function exported(instance: WebAssembly.Instance, name: string): Exported {
  const found = instance.exports[name];
  if (typeof found !== "function") throw new Error(`There is no function ${name}.`);
  return promising ? promising(found as Exported) : (found as Exported);
}

export const memoryOf = ({ exports }: Pick<WebAssembly.Instance, "exports">): ArrayBuffer =>
  (exports["memory"] as WebAssembly.Memory).buffer;

const STDIN = 0;
/** Parts of WASI's structures, in bytes; a clock is the first kind of event that is waited for, and the real one. */
const VECTOR_SIZE = 8;
const IN_SUBSCRIPTION = { kind: 8, clock: 16, timeout: 24, flags: 40 };
const CLOCK = 0;
const REALTIME = 0;
const ABSOLUTE = 1;

export class WasiProgram {
  readonly imports: Record<string, Imported>;
  private readonly wasi: WASI;
  private readonly home: Directory["contents"] = new Map();
  private io: Io | undefined;
  private output: ReturnType<typeof decoded> | undefined;
  private unread = new Uint8Array();
  private beforeReading = () => {};

  /** `home`: the path at which it finds the session's files. */
  constructor(home: string) {
    const fds = [
      new ConsoleStdout(() => {}),
      new ConsoleStdout((bytes) => this.output?.write("out", bytes)),
      new ConsoleStdout((bytes) => this.output?.write("err", bytes)),
      new PreopenDirectory(home, this.home),
    ];
    this.wasi = new WASI(["program"], [`HOME=${home}`], fds, { debug: false });
    const { fd_read: readFile, poll_oneoff: poll, ...others } = this.wasi.wasiImport;
    if (!readFile || !poll) throw new Error("There is no WASI.");
    this.imports = {
      ...others,
      fd_read: suspending((fd = STDIN, ...rest) => (fd === STDIN ? this.read(...rest) : readFile(fd, ...rest))),
      poll_oneoff: Suspending
        ? new Suspending(async (...asked) => {
            await this.timeOf(...asked);
            return poll(...asked);
          })
        : poll,
    };
  }

  /** Before it runs, so that it can be made ready. */
  isIn(instance: WebAssembly.Instance) {
    this.wasi.inst = instance;
  }

  /** Runs until `begin` is over, and gives the exit code. `beforeReading`: it shall write what it has kept back. */
  async run(files: RunFile[], io: Io, begin: () => unknown, beforeReading = () => {}): Promise<number> {
    for (const { path, content } of files) put(this.home, path.split("/"), content);
    this.io = io;
    this.beforeReading = beforeReading;
    this.output = decoded(io);
    try {
      await begin();
      return 0;
    } catch (error) {
      if (error instanceof WASIProcExit) return error.code;
      throw error;
    } finally {
      this.output.end();
    }
  }

  private read(vectors = 0, count = 0, result = 0): number | Promise<number> {
    if (this.unread.length > 0) return this.take(vectors, count, result);
    this.beforeReading();
    if (!Suspending) {
      this.io?.write("note", `${runnerWords.noInput}\n`);
      return this.take(vectors, count, result);
    }
    return (this.io?.readLine() ?? Promise.resolve(null)).then((line) => {
      if (line !== null) this.unread = new TextEncoder().encode(`${line}\n`);
      return this.take(vectors, count, result);
    });
  }

  private take(vectors: number, count: number, result: number): number {
    const view = new DataView(memoryOf(this.wasi.inst));
    let total = 0;
    for (let at = vectors; at < vectors + count * VECTOR_SIZE; at += VECTOR_SIZE) {
      const taken = this.unread.subarray(0, view.getUint32(at + 4, true));
      new Uint8Array(view.buffer).set(taken, view.getUint32(at, true));
      this.unread = this.unread.subarray(taken.length);
      total += taken.length;
    }
    view.setUint32(result, total, true);
    return 0;
  }

  /** Waits for a time, so that nothing is left to wait for. */
  private async timeOf(asked = 0, _events = 0, count = 0): Promise<void> {
    const view = new DataView(memoryOf(this.wasi.inst));
    if (count !== 1 || view.getUint8(asked + IN_SUBSCRIPTION.kind) !== CLOCK) return;
    const time = Number(view.getBigUint64(asked + IN_SUBSCRIPTION.timeout, true)) / 1e6;
    const isAbsolute = view.getUint16(asked + IN_SUBSCRIPTION.flags, true) === ABSOLUTE;
    const isReal = view.getUint32(asked + IN_SUBSCRIPTION.clock, true) === REALTIME;
    const now = isReal ? Date.now() : performance.now();
    await new Promise((resolve) => setTimeout(resolve, isAbsolute ? time - now : time));
    if (!isAbsolute) new DataView(memoryOf(this.wasi.inst)).setBigUint64(asked + IN_SUBSCRIPTION.timeout, 0n, true);
  }
}

function put(folder: Directory["contents"], [name = "", ...rest]: string[], content: string) {
  if (rest.length === 0) return void folder.set(name, new File(new TextEncoder().encode(content)));
  const known = folder.get(name);
  const below = known instanceof Directory ? known : new Directory(new Map());
  folder.set(name, below);
  put(below.contents, rest, content);
}
