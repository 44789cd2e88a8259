/** Where a program was when WebAssembly ended it, by what the compiler has written down of its lines. */
import { runLLVM } from "@yowasp/clang";

const PROGRAM = "program.wasm";
const CODE_SECTION = 10;
const UNKNOWN = "??";
/** What the compiler makes of `main`, and what calls it. */
const MAIN = /^(?:_start|__original_main|__main_void|__main_argc_argv)$/;

/** Lines as `    at twice (lib/util.c:4:11)`; none for what is not people's own. */
export async function framesOf({ stack = "" }: Error, program: Uint8Array): Promise<string[]> {
  const start = startOfCode(program);
  const places = [...stack.matchAll(/wasm-function\[\d+\]:0x([0-9a-f]+)/g)].map(
    ([, at = ""]) => parseInt(at, 16) - start,
  );
  if (places.length === 0) return [];
  let told = "";
  const decoder = new TextDecoder();
  const take = (bytes: Uint8Array | null) => void (bytes && (told += decoder.decode(bytes, { stream: true })));
  const addresses = places.map((place) => `0x${place.toString(16)}`);
  const files = { [PROGRAM]: program };
  await runLLVM(["symbolizer", "--pretty-print", "-e", PROGRAM, ...addresses], files, { stdout: take, stderr: take });
  const lines = told.matchAll(/^(?: \(inlined by\) )?(.+) at \/(?!usr\/)(.+:\d+:\d+)$/gm);
  return [...lines].map(([, name = "", place]) => {
    if (name === UNKNOWN) return `    at ${place}`;
    return `    at ${MAIN.test(name) ? "main" : name} (${place})`;
  });
}

/** Addresses count from where the code begins, in bytes of the module. */
function startOfCode(program: Uint8Array): number {
  let at = 8;
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = program[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < program.length) {
    const section = program[at++];
    const size = number();
    if (section === CODE_SECTION) return at;
    at += size;
  }
  return 0;
}
