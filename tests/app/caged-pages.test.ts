/** The pages of the frames in which people's code runs: what they may do, whoever asks, and where they are answered. */
import express from "express";
import type { AddressInfo } from "node:net";
import { request } from "node:http";
import { expect, test } from "vitest";
import { readEnv } from "../../app/server/env.ts";
import { framesVersion } from "../../app/server/frames-version.ts";
import { previewPage, previewSite } from "../../app/server/preview-page.ts";
import { runnerPage } from "../../app/server/runner-page.ts";
import { securityHeaders } from "../../app/server/security-headers.ts";

const settings = {
  DATABASE_URL: "postgres://localhost/tandem",
  AUTH_SECRET: "0".repeat(32),
  APP_ORIGIN: "https://tandem.example",
};

/** The server's part that is about these pages; `ask` as if by the name of a host. */
async function serve(more: Record<string, string> = {}) {
  const env = readEnv({ ...settings, ...more });
  const app = express()
    .use(securityHeaders(env, false), previewSite(env))
    .get("/runner", runnerPage)
    .get("/preview", previewPage(env))
    .get("*", (_request, response) => void response.send("a page"));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ask: (path: string, headers: Record<string, string> = {}) =>
      new Promise<{ status: number; headers: Record<string, unknown>; policy: string[]; text: string }>(
        (resolve, reject) => {
          const asked = request({ port, host: "127.0.0.1", path, headers }, (answer) => {
            let text = "";
            const policy = String(answer.headers["content-security-policy"]).split("; ");
            answer.on("data", (part) => (text += String(part)));
            answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, policy, text }));
          });
          asked.on("error", reject).end();
        },
      ),
    [Symbol.dispose]: () => server.close(),
  };
}

test.each(["/runner", "/preview"])(
  "%s is one answer for everybody, without an origin and without a network",
  async (path) => {
    using server = await serve();
    const nobody = await server.ask(path);
    const somebody = await server.ask(path, { cookie: "session=of-somebody" });
    expect(somebody).toEqual({ ...nobody, headers: { ...nobody.headers, date: expect.anything() as unknown } });
    const { headers, policy } = nobody;
    expect(headers["set-cookie"]).toBeUndefined();
    expect(headers["x-frame-options"]).toBeUndefined();
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    for (const feature of ["camera", "microphone", "geolocation", "clipboard-read", "fullscreen"])
      expect(headers["permissions-policy"]).toContain(`${feature}=()`);
    for (const rule of ["default-src 'none'", "connect-src 'none'", "base-uri 'none'", "form-action 'none'"])
      expect(policy).toContain(rule);
    expect(policy).toContain("frame-ancestors 'self'");
    const [sandbox = ""] = policy;
    expect(sandbox).toMatch(/^sandbox allow-scripts( allow-forms)?$/);
    // Texts of its own, and of no host at all.
    for (const rule of policy.filter((each) => !/^(?:sandbox|frame-ancestors)/.test(each)))
      expect(rule).toMatch(/^[a-z-]+(?: '[^']+'| blob:| data:)+$|^worker-src blob:$/);
  },
);

test("a browser keeps the frames of the page's own build, and asks again for all others", async () => {
  using server = await serve();
  for (const path of ["/runner", "/preview"]) {
    const cached = async (query: string) => (await server.ask(path + query)).headers["cache-control"];
    expect(await cached(`?v=${framesVersion()}`)).toBe("public, max-age=31536000, immutable");
    for (const query of ["", "?v=another", `?v=${framesVersion()}&v=another`])
      expect(await cached(query)).toBe("public, no-cache");
  }
});

test("only the frame of programs has scripts by their hash, and the page's own policy knows of neither", async () => {
  using server = await serve();
  expect((await server.ask("/runner")).policy.join()).toMatch(/script-src 'sha256-[^']+' blob: 'unsafe-eval'/);
  const { policy } = await server.ask("/");
  expect(policy.join()).not.toMatch(/frame-src|child-src|unsafe-eval/);
  expect(policy).toContain("default-src 'self'");
});

test("PREVIEW_ORIGIN has the preview and nothing else, and the page may frame it and nothing else", async () => {
  using server = await serve({ PREVIEW_ORIGIN: "https://preview.example" });
  const there = { host: "preview.example" };
  const { status, policy, headers } = await server.ask("/preview", there);
  expect(status).toBe(200);
  expect(policy).toContain("frame-ancestors https://tandem.example");
  expect(headers["cross-origin-resource-policy"]).toBe("cross-origin");
  for (const path of ["/", "/runner", "/sessions/1", "/api/user", "/preview/x"])
    expect((await server.ask(path, there)).status, path).toBe(404);
  const page = await server.ask("/", { host: "tandem.example" });
  expect(page.status).toBe(200);
  expect(page.policy.filter((rule) => rule.startsWith("frame-src"))).toEqual([
    "frame-src 'self' https://preview.example",
  ]);
});
