import express from "express";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "vite";
import { alias } from "../../vite.config.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Builds a page of the tests with the product's own code and serves it. */
export async function servePage(folder: string) {
  const outDir = path.join(root, "build", "pages", folder);
  await build({
    configFile: false,
    root: path.join(root, "tests", "e2e", folder),
    logLevel: "error",
    resolve: { alias, dedupe: ["yjs"] },
    build: { outDir, emptyOutDir: true, target: "es2022", minify: false, chunkSizeWarningLimit: 20_000 },
  });
  const server = createServer(express().use(express.static(outDir)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
