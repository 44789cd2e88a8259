/** Languages that whoever runs a server adds: a build finds those whose packages are there, and does without. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build, type Rollup } from "vite";
import { expect, test } from "vitest";
import { addedLanguages } from "../../start/language-packages.ts";
import { runnerScripts } from "../../start/runner-scripts.ts";
import { readPage } from "../support/doc-tables.ts";
import { root } from "../support/root.ts";

function checkout() {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-languages-"));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write(
    "main.ts",
    'export { added } from "virtual:added-languages";\nexport default import.meta.env.ADDED_LANGUAGES;\n',
  );
  const remove = (file: string) => rmSync(path.join(folder, file), { recursive: true });
  return { folder, write, remove, [Symbol.dispose]: () => remove("") };
}

async function built(folder: string) {
  const { output } = (await build({
    configFile: false,
    root: folder,
    logLevel: "error",
    plugins: [runnerScripts(folder)],
    build: {
      write: false,
      assetsInlineLimit: 0,
      minify: false,
      rollupOptions: { input: path.join(folder, "main.ts"), preserveEntrySignatures: "strict" },
    },
  })) as Rollup.RollupOutput;
  return { code: output[0].code, names: output.map(({ fileName }) => fileName).slice(1) };
}

test("without packages a build has the usual languages alone", async () => {
  using empty = checkout();
  expect(addedLanguages(empty.folder)).toEqual([]);
  const { code, names } = await built(empty.folder);
  expect(code).toMatch(/const added = \{\};/);
  expect(code).toMatch(/= "";/);
  expect(names).toEqual([]);
});

test("a package that is there brings its worker, its files and its licences; half of one does not", async () => {
  using one = checkout();
  const added = () => addedLanguages(one.folder).flatMap(({ runners }) => runners);
  one.write("languages/node_modules/@yowasp/clang/package.json", "{}");
  expect(added()).toEqual([]);
  const ruby = "languages/node_modules/@ruby/4.0-wasm-wasi";
  one.write(`${ruby}/package.json`, "{}");
  for (const file of ["ruby+stdlib.wasm", "LICENSE", "NOTICE"]) one.write(`${ruby}/dist/${file}`, file);
  one.write("app/runner/ruby/worker.ts", 'import { File } from "@bjorn3/browser_wasi_shim";\nself.name = File;\n');
  const shim = "languages/node_modules/@bjorn3/browser_wasi_shim";
  one.write(`${shim}/package.json`, '{"type":"module","exports":"./index.js"}');
  one.write(`${shim}/index.js`, 'export const File = "a shim";\n');
  one.write(`${shim}/LICENSE-MIT`, "MIT");
  expect(added()).toEqual(["ruby", "c", "cpp"]);
  one.remove("languages/node_modules/@yowasp");
  const { code, names } = await built(one.folder);
  expect(code).toMatch(/= "ruby";/);
  expect(code).toMatch(/"ruby\+stdlib\.wasm": /);
  expect(names.sort()).toEqual([
    expect.stringMatching(/^assets\/ruby_stdlib-.*\.wasm$|^assets\/ruby\+stdlib-.*\.wasm$/),
    expect.stringMatching(/^assets\/runner-ruby-worker-.*\.js$/),
    "licences/Ruby.txt",
    "licences/browser_wasi_shim.txt",
    "licences/ruby.wasm.txt",
  ]);
});

test("the commands that are documented are those that are tested", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const packagesIn = (text: string) => [...new Set(text.match(/@[\w-]+\/[\w.-]+@\d[\w.-]*/g))].sort();
  expect(packagesIn(readPage("docs/running.md"))).toEqual(packagesIn(scripts["test:packages"] ?? ""));
});
