import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { pageNames } from "../../app/telemetry/page-names.ts";
import { createInvite } from "../../db/invites.ts";
import { connect } from "../support/connection.ts";
import { readSamples, sumOf } from "../support/metrics.ts";
import { root } from "../support/root.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";
import { ask, submit } from "./asking.ts";

const asset = () =>
  `/assets/${readdirSync(path.join(root, "build/client/assets")).find((name) => name.endsWith(".css"))}`;

const test = stackTest({ isWired: true }).extend(
  "read",
  { scope: "file" },
  ({ stack }) =>
    (name: string, labels?: Record<string, string>) =>
      sumOf(stack.origin, name, labels),
);

test("web measures requests by route, method and status, and no address becomes a label", async ({
  stack,
  ada,
  read,
}) => {
  const sessionId = await stack.newSession(ada.user, { visibility: "private" });
  const { token } = await createInvite(stack.db, { sessionId, createdBy: ada.user.id, role: "viewer" });
  const asked: [route: string, method: string, status: number, ask: () => Promise<{ status: number }>][] = [
    ["sessions.$sessionId", "GET", 200, () => ask(stack, "GET", `/sessions/${sessionId}`, { as: ada })],
    ["sessions.$sessionId", "GET", 200, () => ask(stack, "GET", `/sessions/${sessionId}.data`, { as: ada })],
    ["_index", "GET", 200, () => ask(stack, "GET", "/_root.data")],
    ["_index", "GET", 200, () => ask(stack, "GET", "/?from=elsewhere")],
    ["join.$token", "GET", 200, () => ask(stack, "GET", `/join/${token}`)],
    ["api.sessions.$sessionId", "PATCH", 401, () => ask(stack, "PATCH", `/api/sessions/${sessionId}`, { body: {} })],
    [
      "api.sessions",
      "POST",
      403,
      () => ask(stack, "POST", "/api/sessions", { body: {}, headers: { origin: "https://evil.example" } }),
    ],
    ["auth.sign-out", "POST", 303, () => submit(stack, "/auth/sign-out", {})],
    ["api.$", "GET", 404, () => ask(stack, "GET", "/api/nothing/at/all")],
    ["$", "GET", 404, () => ask(stack, "GET", `/nothing/${sessionId}`)],
    ["file", "GET", 200, () => ask(stack, "GET", asset())],
    ["file", "GET", 404, () => ask(stack, "GET", "/assets/nothing.js")],
    ["file", "other", 405, () => ask(stack, "PROPFIND", "/")],
    ["none", "GET", 400, () => ask(stack, "GET", "/%E0%A4%A")],
  ];
  for (const [route, method, status, send] of asked) {
    const labels = { route, method, status: String(status) };
    const before = await read("tandem_request_seconds_count", labels);
    expect((await send()).status, route).toBe(status);
    await until(async () => (await read("tandem_request_seconds_count", labels)) === before + 1);
  }
  expect(await read("tandem_refused_total", { reason: "origin" })).toBe(1);
  const labels = (await readSamples(stack.origin)).flatMap(({ labels }) => Object.values(labels)).join("\n");
  for (const secret of [sessionId, token, "nothing", "elsewhere"]) expect(labels).not.toContain(secret);
});

test("web counts the sockets that it pipes, and those for which there is no node", async ({ stack, ada, read }) => {
  const sessionId = await stack.newSession(ada.user);
  {
    using page = connect(stack.origin, sessionId, ada);
    await page.synced;
    expect(await read("tandem_proxied_sockets")).toBe(1);
  }
  await until(async () => (await read("tandem_proxied_sockets")) === 0);
  await stack.collab.stop();
  using late = connect(stack.origin, sessionId, ada);
  await late.closed;
  expect(await read("tandem_refused_total", { reason: "no-node" })).toBeGreaterThan(0);
  await stack.collab.restart();
});

test("web shows its pool, its event loop, and that it is not ready while Postgres is away", async ({
  postgres,
  read,
}) => {
  await until(async () => (await read("tandem_ready")) === 1);
  expect(await read("tandem_postgres_connections", { state: "total" })).toBeGreaterThan(0);
  expect(await read("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
  postgres.cut();
  await until(async () => (await read("tandem_ready")) === 0);
  postgres.mend();
  await until(async () => (await read("tandem_ready")) === 1);
});

test("every page can be counted under its name, and nothing else can", () => {
  const folder = path.join(root, "app/routes");
  const pages = readdirSync(folder, { withFileTypes: true })
    .filter((entry) =>
      /^export default /m.test(
        readFileSync(
          entry.isDirectory() ? path.join(folder, entry.name, "route.tsx") : path.join(folder, entry.name),
          "utf8",
        ),
      ),
    )
    .map(({ name }) => name.replace(/\.tsx?$/, ""));
  expect([...pageNames].sort()).toEqual(pages.sort());
});
