import express from "express";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compressedPages } from "../../app/server/compressed-pages.ts";

const PAGE = "<p>The same words, again and again.</p>\n".repeat(200);
const server = createServer();
let origin: string;

beforeAll(async () => {
  const app = express();
  app.use(compressedPages);
  app.get("/page", (_request, response) => void response.type("html").send(PAGE));
  app.get("/api", (_request, response) => void response.json({ words: PAGE }));
  app.get("/events", (_request, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write("data: at once\n\n");
  });
  server.on("request", app).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const encodingOf = async (path: string, site: string | undefined) => {
  const response = await fetch(origin + path, {
    headers: { "Accept-Encoding": "br", ...(site && { "Sec-Fetch-Site": site }) },
  });
  if (path === "/page") expect(await response.text()).toBe(PAGE);
  return response.headers.get("content-encoding");
};

test("pages are compressed, but for those that another site asks for", async () => {
  for (const site of ["none", "same-origin"]) expect(await encodingOf("/page", site), site).toBe("br");
  for (const site of ["cross-site", "same-site", undefined]) expect(await encodingOf("/page", site), site).toBeNull();
  expect(await encodingOf("/api", "same-origin")).toBeNull();
});

test("events come at once, as they are", async () => {
  const response = await fetch(`${origin}/events`, {
    headers: { "Accept-Encoding": "br", "Sec-Fetch-Site": "same-origin" },
  });
  const { value } = (await response.body?.getReader().read()) ?? {};
  expect(new TextDecoder().decode(value as Uint8Array)).toBe("data: at once\n\n");
});
