import express, { type ErrorRequestHandler, Router } from "express";
import expressStaticGzip from "express-static-gzip";
import { serverWords } from "../words/server.ts";

/**
 * The policy of a worker is that of its own answer. The one that formats compiles WebAssembly, which no page may, and
 * gets nothing but our own files.
 */
const FORMATTER = /\/format\.worker-[^/]+\.js(?:\.br|\.gz)?$/;
const FORMATTER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/**
 * The files of a build for browsers: those in `assets`, whose names change with what is in them, may be cached for ever
 * and are sent as they were compressed by the build. A file that is gone or cannot be opened, as when a new build takes
 * the place of this one under the running process, is an answer like any other.
 */
export function buildFiles(folder: string): Router {
  const router = Router();
  const assets = Router();
  assets.use(
    expressStaticGzip(`${folder}/assets`, {
      enableBrotli: true,
      orderPreference: ["br", "gz"],
      index: false,
      serveStatic: {
        immutable: true,
        maxAge: "1y",
        redirect: false,
        setHeaders(response, file) {
          if (FORMATTER.test(file)) response.setHeader("Content-Security-Policy", FORMATTER_POLICY);
        },
      },
    }),
  );
  assets.use((_request, response) => {
    // These headers were meant for the file that is not there.
    response.removeHeader("Content-Encoding");
    response.status(404).type("text").send(serverWords.noSuchFile);
  });
  const asItIs: ErrorRequestHandler = (error, _request, response, next) => {
    response.removeHeader("Content-Encoding");
    next(error);
  };
  assets.use(asItIs);
  router.use("/assets", assets);
  router.use(express.static(folder, { index: false, redirect: false, maxAge: "1h" }));
  return router;
}
