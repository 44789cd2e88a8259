/** C and C++, by Clang and LLD as WebAssembly: compiled for WASI, linked, and run as any program. */
import { give } from "./given-files.ts";
import { Exit, runClang, runLLVM, type Tree } from "@yowasp/clang";
import type { Io, Language } from "../language.ts";
import type { Job } from "../messages.ts";
import { exported, WasiProgram } from "../wasi.ts";
import { isC, sourcesOf, withoutWaysUp } from "./sources.ts";
import { framesOf } from "./trap.ts";

const PROGRAM = "program.wasm";
const OPTIONS = [
  "-fno-exceptions",
  ...["-D_WASI_EMULATED_SIGNAL", "-D_WASI_EMULATED_PROCESS_CLOCKS"],
  ...["-lwasi-emulated-signal", "-lwasi-emulated-process-clocks"],
  // As much as elsewhere, and below everything, so that too deep a recursion ends.
  ...["-Wl,-z,stack-size=8388608", "-Wl,--stack-first", "-Wl,--export=fflush", "-Wl,--export=__stack_pointer"],
];

export const language: Language = {
  async prepare(assets) {
    give(assets);
    await runLLVM(null, {}, { fetchProgress() {} });
    return async (job, io) => {
      const bytes = await compile(job, io);
      return bytes ? await run(bytes, job, io) : 1;
    };
  },
};

async function compile(job: Job, io: Io): Promise<Uint8Array | undefined> {
  const paths = sourcesOf(job).map(({ path }) => path);
  const [inC, inCpp] = [paths.filter(isC), paths.filter((path) => !isC(path))];
  // C++ takes many times as long to compile: it gets no more than lines for a program that is ended.
  const tool = inCpp.length > 0 ? ["clang++", "-O0", "-gline-tables-only"] : ["clang", "-O1", "-g"];
  const files = treeOf(job);
  const decoder = new TextDecoder();
  let said = "";
  const take = (bytes: Uint8Array | null) => void (bytes && (said += decoder.decode(bytes, { stream: true })));
  try {
    const sources = [...of("c", inC), ...of("c++", inCpp)];
    const made = await runClang([...tool, ...OPTIONS, ...sources, "-o", PROGRAM], files, {
      stdout: take,
      stderr: take,
    });
    const program = made?.[PROGRAM];
    return program instanceof Uint8Array ? program : undefined;
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
  } finally {
    // Where an include was named from the root, so is its file.
    if (said) io.write("err", said.replace(/(^|from )\/(?!usr\/)/gm, "$1"));
  }
}

const of = (language: string, paths: string[]) => (paths.length > 0 ? ["-x", language, ...paths] : []);

function treeOf({ files }: Job): Tree {
  const tree: Tree = {};
  for (const file of files) {
    const names = file.path.split("/");
    const name = names.pop() ?? "";
    let folder = tree;
    for (const each of names) folder = (folder[each] ??= {}) as Tree;
    folder[name] = withoutWaysUp(file);
  }
  return tree;
}

async function run(bytes: Uint8Array, { files }: Job, io: Io): Promise<number> {
  const program = new WasiProgram("/");
  const module = await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: program.imports });
  program.isIn(instance);
  // An error of ours begins a line of its own.
  let isOpen = false;
  const watched: Io = {
    ...io,
    write(kind, text) {
      if (kind === "err") isOpen = !text.endsWith("\n");
      io.write(kind, text);
    },
  };
  const stack = instance.exports["__stack_pointer"] as WebAssembly.Global;
  const top: unknown = stack.value;
  const flush = instance.exports["fflush"] as (all: 0) => number;
  try {
    return await program.run(files, watched, exported(instance, "_start"), () => flush(0));
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
    // It may have been used up.
    stack.value = top;
    flush(0);
    const lines = [`${error.name}: ${error.message}`, ...(await framesOf(error, bytes)), ""];
    io.write("err", (isOpen ? "\n" : "") + lines.join("\n"));
    return 1;
  }
}
