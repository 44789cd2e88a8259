/** Python, by Pyodide: CPython as WebAssembly, with its standard library and without packages. */
import { loadPyodide } from "pyodide";
import type { PyCallable } from "pyodide/ffi";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";
import type { Piece } from "../../../protocol/runs.ts";
import { runnerWords } from "../../words/runner.ts";
import { fromAssets, moduleOf } from "../assets.ts";
import { decoded } from "../decoded.ts";
import type { Io, Language } from "../language.ts";
import type { Job } from "../messages.ts";
import { program } from "./program.ts";
import { tests } from "./tests.ts";

type Python = Awaited<ReturnType<typeof loadPyodide>>;

const HOME = "/home/session";
/** Where Pyodide takes its files to be: never asked, see `fromAssets`. */
const NOWHERE = "blob:tandem/";

export const language: Language = {
  async prepare(assets) {
    const python = await fromAssets(assets, moduleOf(assets, "pyodide.asm.wasm"), () =>
      loadPyodide({
        indexURL: NOWHERE,
        stdLibURL: `${NOWHERE}python_stdlib.zip`,
        createPyodideModule,
        lockFileContents: JSON.stringify({ info, packages: {} }),
        env: { HOME, PYTHONUNBUFFERED: "1" },
      }),
    );
    return (job, io) => runJob(python, job, io);
  },
};

async function runJob(python: Python, { kind, entry, files }: Job, io: Io): Promise<number> {
  for (const { path, content } of files) {
    const place = `${HOME}/${path}`;
    python.FS.mkdirTree(place.slice(0, place.lastIndexOf("/")));
    python.FS.writeFile(place, content);
  }
  const output = decoded(io);
  const writer = (kind: "out" | "err") => ({
    write(bytes: Uint8Array) {
      output.write(kind, bytes);
      return bytes.length;
    },
  });
  python.setStdout(writer("out"));
  python.setStderr(writer("err"));
  python.registerJsModule("tandem_run", {
    read_line: () => io.readLine(),
    wait: (seconds: number) => new Promise<void>((done) => setTimeout(done, seconds * 1000)),
    cannot_wait: () => io.write("note", `${runnerWords.noInput}\n`),
    no_tests: () => io.write("note", `${runnerWords.noTests}\n`),
    piece: (json: string) => io.piece(JSON.parse(json) as Piece),
  });
  python.runPython(program + tests, { filename: "<tandem>" });
  const run = python.globals.get("run") as PyCallable;
  try {
    const about = [kind, entry, python.toPy(files.map(({ path }) => path))];
    // Not by runPythonAsync: that waits for ever when os._exit() has ended Python.
    return await (canWait() ? run.callPromising(...about) : run(...about));
  } catch (error) {
    const status = statusOfExit(error);
    if (status !== undefined) return status;
    io.write("err", `${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    output.end();
  }
}

/** By JSPI, which lets WebAssembly wait for a promise. */
const canWait = () => "Suspending" in WebAssembly;

/** Pyodide throws this when `os._exit` has ended Python. */
function statusOfExit(error: unknown): number | undefined {
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : undefined;
}
