import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import path from "node:path";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";
import { codiconFont } from "./start/codicon-font.ts";
import { finishBuild } from "./start/finish-build.ts";
import { licences } from "./start/licences.ts";
import { runnerScripts } from "./start/runner-scripts.ts";
import { plainVite } from "./start/plain-vite.ts";

const root = import.meta.dirname;

// y-monaco and monaco-vim import monaco-editor/esm/vs/…, which monaco-editor ≥ 0.56 no longer exports.
export const alias = [
  { find: /^monaco-editor\/esm\/vs\/(.*?)(?:\.js)?$/, replacement: "monaco-editor/$1" },
  // To browsers it offers only a script that looks for Monaco in the window.
  { find: /^monaco-vim$/, replacement: path.join(root, "node_modules", "monaco-vim", "dist", "index.mjs") },
];

export default defineConfig(({ mode }) => ({
  plugins: [
    tailwindcss(),
    mode !== "test" && [
      plainVite(root),
      remix(remixConfig),
      codiconFont(root),
      runnerScripts(root),
      licences(root),
      finishBuild(root),
    ],
  ],
  resolve: {
    alias,
    dedupe: ["yjs"],
  },
  // What only some texts need is loaded by the worker itself.
  worker: { format: "es" },
  // What runs code is bundled apart, and some of its packages only some servers have.
  optimizeDeps: { entries: ["app/**/*.{ts,tsx}", "!app/runner/**"] },
  build: {
    chunkSizeWarningLimit: 5_000,
    assetsInlineLimit: 0,
  },
}));
