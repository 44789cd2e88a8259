/**
 * Ruby, by ruby.wasm: CRuby as WebAssembly, with its standard library. Nothing of what would let it reach JavaScript is
 * there: it is called by its exports alone.
 */
import { moduleOf } from "../assets.ts";
import type { Language } from "../language.ts";
import { exported, memoryOf, WasiProgram } from "../wasi.ts";
import { HOME, programOf } from "./program.ts";

const INIT = "ruby-init: func(args: list<string>) -> ()";
const EVAL = "rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>";

export const language: Language = {
  async prepare(assets) {
    const module = moduleOf(assets, "ruby+stdlib.wasm");
    const program = new WasiProgram(HOME);
    const instance = await WebAssembly.instantiate(module, importsOf(module, program));
    program.isIn(instance);
    await exported(instance, "_initialize")();
    await exported(instance, INIT)(...listIn(instance, ["ruby", "-EUTF-8", "-e_=0"]));
    return (job, io) =>
      program.run(job.files, io, () => exported(instance, EVAL)(...textIn(instance, programOf(job.entry))));
  },
};

function importsOf(module: WebAssembly.Module, program: WasiProgram): WebAssembly.Imports {
  const refuse = () => {
    throw new Error("JavaScript cannot be reached from here.");
  };
  const own: WebAssembly.ModuleImports = {
    ...program.imports,
    // What a value of Ruby's is to whoever calls it: it is not looked at.
    "resource_new_rb-abi-value": (value: number) => value,
  };
  const imports: Record<string, WebAssembly.ModuleImports> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module))
    (imports[from] ??= {})[name] = own[name] ?? refuse;
  return imports;
}

/** Puts a text into Ruby's memory: where it begins, and how many bytes it has. */
function textIn(instance: WebAssembly.Instance, text: string): [start: number, size: number] {
  const bytes = new TextEncoder().encode(text);
  const start = allocate(instance, bytes.length);
  new Uint8Array(memoryOf(instance)).set(bytes, start);
  return [start, bytes.length];
}

function listIn(instance: WebAssembly.Instance, texts: string[]): [start: number, count: number] {
  const places = texts.map((text) => textIn(instance, `${text}\0`));
  const start = allocate(instance, places.length * 8);
  new Uint32Array(memoryOf(instance), start).set(places.flat());
  return [start, texts.length];
}

function allocate({ exports }: WebAssembly.Instance, size: number): number {
  return (exports["cabi_realloc"] as (...values: number[]) => number)(0, 0, 4, size);
}
