/** The files of a build, as browsers get them, whatever happens to them on the disk meanwhile. */
import express from "express";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildFiles } from "../../app/server/build-files.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tandem-test-files-"));
const server = createServer();
const CODE = "export const answer = 42;\n".repeat(100);
let origin: string;

function writeAsset(name: string) {
  const file = path.join(folder, "assets", name);
  writeFileSync(file, CODE);
  writeFileSync(`${file}.br`, brotliCompressSync(CODE));
  writeFileSync(`${file}.gz`, gzipSync(CODE));
}

beforeAll(async () => {
  mkdirSync(path.join(folder, "assets"));
  writeAsset("main.js");
  writeAsset("gone.js");
  writeAsset("format.worker-Ab1_-x.js");
  writeFileSync(path.join(folder, "icon.svg"), "<svg/>");
  const app = express();
  app.use((_request, response, next) => {
    response.set("Content-Security-Policy", "default-src 'self'");
    next();
  });
  app.use(buildFiles(folder));
  app.use((_request, response) => void response.status(404).send("The page that is not there."));
  server.on("request", app).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function ask(address: string, headers: Record<string, string> = {}) {
  const response = await fetch(origin + address, { headers });
  return { status: response.status, text: await response.text(), get: (name: string) => response.headers.get(name) };
}

test.each(["br", "gzip", "identity"])("an asset comes as %s, with its type, for ever", async (encoding) => {
  const asset = await ask("/assets/main.js", { "Accept-Encoding": encoding });
  expect([asset.status, asset.text, asset.get("content-encoding")]).toEqual([
    200,
    CODE,
    encoding === "identity" ? null : encoding,
  ]);
  expect(asset.get("content-type")).toMatch(/^(text|application)\/javascript; charset=utf-8$/i);
  expect(asset.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(asset.get("vary")).toBe("Accept-Encoding");
});

test("what is not an asset comes for an hour, and what is not there is left to the pages", async () => {
  const icon = await ask("/icon.svg");
  expect([icon.status, icon.text, icon.get("cache-control")]).toEqual([200, "<svg/>", "public, max-age=3600"]);
  for (const address of ["/nothing.svg", "/", "/assets%2f..%2f..%2fpackage.json"]) {
    expect(await ask(address)).toMatchObject({ status: 404, text: "The page that is not there." });
  }
});

test("P8 a file that is deleted under the process, an unreadable address and an absurd range get an answer", async () => {
  for (const name of ["gone.js", "gone.js.br", "gone.js.gz"]) rmSync(path.join(folder, "assets", name));
  for (const encoding of ["br", "identity"]) {
    const gone = await ask("/assets/gone.js", { "Accept-Encoding": encoding });
    expect([gone.status, gone.text, gone.get("content-encoding")]).toEqual([404, "There is no such file.", null]);
  }
  expect((await ask("/assets/%E0%A4%A.js")).status).toBe(400);
  expect((await ask("/assets/main.js", { Range: "bytes=9999999-" })).status).toBe(416);
  // What was there when the process started, and is a folder now, can be found and not be opened.
  mkdirSync(path.join(folder, "assets", "gone.js.br"));
  expect((await ask("/assets/gone.js", { "Accept-Encoding": "br" })).text).toBe("There is no such file.");
  expect((await ask("/assets/main.js")).text).toBe(CODE);
});

test.each(["br", "gzip", "identity"])("the worker that formats has a policy of its own, as %s", async (encoding) => {
  const policyOf = async (name: string) =>
    (await ask(`/assets/${name}`, { "Accept-Encoding": encoding })).get("content-security-policy");
  expect(await policyOf("main.js")).toBe("default-src 'self'");
  expect(await policyOf("format.worker-Ab1_-x.js")).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
  );
});
