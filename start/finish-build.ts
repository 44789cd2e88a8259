import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";
import { beginStamp, finishStamp } from "./build.ts";

const COMPRESSIBLE = /\.(js|css|svg|ttf|wasm|tar|data)$/;
const MIN_BYTES = 1_024;
/** The best compression of more than this takes longer than all the rest of a build, for a few per cent. */
const LARGE_BYTES = 2_000_000;

/**
 * Remix builds for the browser first and for the server last. At the end each asset of text that is not tiny gets a .br
 * and a .gz beside it, which are served as they are, and the build is stamped with the hash of the sources as they were
 * when it began.
 */
export function finishBuild(root: string): Plugin {
  let isServer = false;
  return {
    name: "tandem-finish-build",
    apply: "build",
    configResolved(config) {
      isServer = Boolean(config.build.ssr);
    },
    buildStart() {
      if (!isServer) beginStamp(root);
    },
    async closeBundle() {
      if (!isServer) return;
      const assets = path.join(root, "build", "client", "assets");
      await Promise.all(
        readdirSync(assets)
          .filter((name) => COMPRESSIBLE.test(name))
          .map((name) => compress(path.join(assets, name))),
      );
      finishStamp(root);
    },
  };
}

async function compress(file: string) {
  const bytes = readFileSync(file);
  if (bytes.length < MIN_BYTES) return;
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE_BYTES ? 9 : constants.BROTLI_MAX_QUALITY,
      },
    }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.gz`, gz);
}
