import { readFileSync } from "node:fs";
import path from "node:path";
import type { Language } from "../../../app/runner/language.ts";
import type { Assets, Job } from "../../../app/runner/messages.ts";
import type { Piece } from "../../../protocol/runs.ts";
import { addedLanguages, packagesFolder } from "../../../start/language-packages.ts";
import { root } from "../../support/root.ts";

/** Files of packages as the frame hands them on: a module for what is WebAssembly, bytes for the rest. */
export function assetsFrom(files: string[], folder = path.join(root, "node_modules")): Assets {
  return Object.fromEntries(
    files.map((file) => {
      const bytes = new Uint8Array(readFileSync(path.join(folder, file)));
      return [path.basename(file), file.endsWith(".wasm") ? new WebAssembly.Module(bytes) : bytes.buffer];
    }),
  );
}

/** The session's files, of which the first is run, and the lines that are put in. */
export type Ran = [
  contents: Record<string, string>,
  options?: Partial<Pick<Job, "kind" | "entry">> & { lines?: string[] },
];

/** One job as a worker does it, and all that came of it; texts of a kind that follow each other are one. */
export async function ranWith(language: Language, assets: Assets, ...[contents, options = {}]: Ran) {
  const { kind = "run", entry = Object.keys(contents)[0] ?? "", lines = [] } = options;
  const run = await language.prepare(assets);
  const pieces: Piece[] = [];
  const left = [...lines];
  const files = Object.entries(contents).map(([file, content]) => ({ path: file, content }));
  const exitCode = await run(
    { kind, entry, files },
    {
      write(kind, text) {
        const last = pieces.at(-1);
        if (last?.kind === kind) last.text += text;
        else pieces.push({ kind, text });
      },
      piece: (piece) => void pieces.push(piece),
      readLine: async () => left.shift() ?? null,
    },
  );
  const said = (kind: "out" | "err" | "note") =>
    pieces.map((piece) => (piece.kind === kind ? piece.text : "")).join("");
  return { exitCode, pieces, out: said("out"), err: said("err"), notes: said("note") };
}

/** A language that only some servers have, with its assets; undefined where its package is not there. */
export async function addedLanguage(runner: string): Promise<{ language: Language; assets: Assets } | undefined> {
  const added = addedLanguages(root).find(({ runners }) => runners.includes(runner));
  if (!added) return undefined;
  added.make?.(packagesFolder(root));
  const worker = path.join(root, "app", "runner", added.worker);
  const { language }: { language: Language } = await import(path.join(path.dirname(worker), "language.ts"));
  return { language, assets: assetsFrom(added.assets, packagesFolder(root)) };
}
