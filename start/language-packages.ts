/**
 * Languages that whoever runs a server may add: `npm install --prefix languages …` (docs/running.md). They are packages
 * of the server's own, in a folder that no `npm install` of Tandem touches; a build finds those that are there.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

const FOLDER = "languages";

export type LanguagePackage = {
  /** The runners that it has, of `protocol/runs.ts`. */
  runners: string[];
  /** All of them are needed. */
  packages: string[];
  /** In app/runner/. */
  worker: string;
  /** Files that the worker is given, in the packages' folder. */
  assets: string[];
  /**
   * Licences by the names under which they are served: in the packages' folder, or here if a package has none. Those
   * that everybody has (`licences.ts`) are not among them.
   */
  licences: Record<string, string>;
  /** Makes what else is an asset, if that is not there. */
  make?: (folder: string) => void;
};

const POSTGRES_DATA = "../postgres-data.tar";

/** Once for each version of the package: its data may be of another Postgres. */
function makePostgresData(folder: string): void {
  const file = path.join(folder, POSTGRES_DATA);
  const { version } = JSON.parse(readFileSync(path.join(folder, "@electric-sql/pglite/package.json"), "utf8")) as {
    version: string;
  };
  const stamp = `${file}.version`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  execFileSync(process.execPath, [path.join(import.meta.dirname, "postgres-data.ts"), folder, file]);
  writeFileSync(stamp, version);
}

export const languagePackages: LanguagePackage[] = [
  {
    runners: ["ruby"],
    packages: ["@ruby/4.0-wasm-wasi", "@bjorn3/browser_wasi_shim"],
    worker: "ruby/worker.ts",
    assets: ["@ruby/4.0-wasm-wasi/dist/ruby+stdlib.wasm"],
    licences: {
      "ruby.wasm.txt": "@ruby/4.0-wasm-wasi/dist/LICENSE",
      "Ruby.txt": "@ruby/4.0-wasm-wasi/dist/NOTICE",
      "browser_wasi_shim.txt": "@bjorn3/browser_wasi_shim/LICENSE-MIT",
    },
  },
  {
    runners: ["c", "cpp"],
    packages: ["@yowasp/clang", "@bjorn3/browser_wasi_shim"],
    worker: "c/worker.ts",
    assets: [
      "@yowasp/clang/gen/llvm.core.wasm",
      "@yowasp/clang/gen/llvm.core2.wasm",
      "@yowasp/clang/gen/llvm.core3.wasm",
      "@yowasp/clang/gen/llvm.core4.wasm",
      "@yowasp/clang/gen/llvm-resources.tar",
    ],
    licences: {
      "Clang.txt": "app/runner/c/licences.txt",
      "browser_wasi_shim.txt": "@bjorn3/browser_wasi_shim/LICENSE-MIT",
    },
  },
  {
    runners: ["postgres"],
    packages: ["@electric-sql/pglite"],
    worker: "postgres/worker.ts",
    assets: [
      "@electric-sql/pglite/dist/pglite.wasm",
      "@electric-sql/pglite/dist/initdb.wasm",
      "@electric-sql/pglite/dist/pglite.data",
      POSTGRES_DATA,
    ],
    licences: { "PGlite.txt": "@electric-sql/pglite/LICENSE", "Postgres.txt": "app/runner/postgres/licence.txt" },
    make: makePostgresData,
  },
];

export const packagesFolder = (root: string) => path.join(root, FOLDER, "node_modules");

/** Those whose packages are there. */
export const addedLanguages = (root: string): LanguagePackage[] =>
  languagePackages.filter(({ packages }) =>
    packages.every((name) => existsSync(path.join(packagesFolder(root), name, "package.json"))),
  );

/** Imports of such a package find it where it is. */
export function resolvePackages(root: string): Plugin {
  const names = languagePackages.flatMap(({ packages }) => packages);
  return {
    name: "tandem-resolve-packages",
    enforce: "pre",
    resolveId(source) {
      const name = names.find((each) => source === each || source.startsWith(`${each}/`));
      const within = name && path.join(packagesFolder(root), name, "package.json");
      return within && this.resolve(source, within, { skipSelf: true });
    },
  };
}
