import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

/** Where packages have them; the others are in app/licences/. */
const OF_PACKAGES = {
  // TypeScript's; SQLite's wrapper, typeshed and Clang, where that was added, have the same.
  "Apache-2.0.txt": "typescript/LICENSE.txt",
  "typescript-notices.txt": "typescript/ThirdPartyNoticeText.txt",
  "basedpyright.txt": "browser-basedpyright/LICENSE.txt",
  "basedpyright-notices.txt": "browser-basedpyright/dist/pyright.worker.js.LICENSE.txt",
  "vscode-json-languageservice.txt": "vscode-json-languageservice/LICENSE.md",
  "vscode-css-languageservice.txt": "vscode-css-languageservice/LICENSE.md",
  "vscode-html-languageservice.txt": "vscode-html-languageservice/LICENSE.md",
  "vscode-html-languageservice-notices.txt": "vscode-html-languageservice/thirdpartynotices.txt",
  "vscode-languageserver.txt": "vscode-languageserver/License.txt",
  "vscode-uri.txt": "vscode-uri/LICENSE.md",
  "jsonc-parser.txt": "jsonc-parser/LICENSE.md",
  "prettier.txt": "prettier/LICENSE",
  "prettier-notices.md": "prettier/THIRD-PARTY-NOTICES.md",
  "sql-formatter.txt": "sql-formatter/LICENSE",
  "nearley.txt": "nearley/LICENSE.txt",
  "ruff_fmt.txt": "@wasm-fmt/ruff_fmt/LICENSE",
  "monaco-vim.txt": "monaco-vim/LICENSE",
  "codemirror.txt": "monaco-vim/LICENSE.codemirror.txt",
  "monaco-editor.txt": "monaco-editor/LICENSE",
  "monaco-editor-notices.txt": "monaco-editor/ThirdPartyNotices.txt",
};

/** The licences of what browsers load go along with it, below /licences/. */
export function licences(root: string): Plugin {
  const own = path.join(root, "app", "licences");
  const files = [
    ...readdirSync(own).map((name) => [name, path.join(own, name)] as const),
    ...Object.entries(OF_PACKAGES).map(([name, file]) => [name, path.join(root, "node_modules", file)] as const),
  ];
  return {
    name: "tandem-licences",
    generateBundle() {
      if (this.environment.name !== "client") return;
      for (const [name, file] of files)
        this.emitFile({ type: "asset", fileName: `licences/${name}`, source: readFileSync(file) });
    },
  };
}
