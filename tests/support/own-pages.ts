import express from "express";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "vite";
import { alias } from "../../vite.config.ts";
import { root } from "./root.ts";

const outDir = path.join(root, "build", "pages");

/**
 * Playwright's global setup: serves the tests' own pages, which are folders in `tests/e2e`, at `TEST_PAGES`. One is
 * built, with the product's own code, when it is asked for the first time in a run.
 */
export default async function ownPages(): Promise<() => void> {
  const built = new Map<string, Promise<unknown>>();
  const server = createServer(
    express()
      .use("/:page/", (request, _response, next) => {
        const { page } = request.params;
        if (!built.has(page)) built.set(page, buildPage(page));
        built.get(page)?.then(() => next(), next);
      })
      .use(express.static(outDir)),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.TEST_PAGES = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

const buildPage = (page: string) =>
  build({
    configFile: false,
    root: path.join(root, "tests", "e2e", page),
    base: `/${page}/`,
    logLevel: "error",
    resolve: { alias, dedupe: ["yjs"] },
    build: {
      outDir: path.join(outDir, page),
      emptyOutDir: true,
      target: "es2022",
      minify: false,
      chunkSizeWarningLimit: 20_000,
    },
  });
