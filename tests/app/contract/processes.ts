import { expect } from "vitest";
import * as paths from "../../../protocol/paths.ts";
import { codeIn } from "../../support/doc-tables.ts";
import { metricsAddress } from "../../support/metrics.ts";
import { until } from "../../support/until.ts";
import { ask } from "../asking.ts";
import { protocol, table, test } from "./contract-test.ts";

test("P13 close codes and limits are the ones that are written down", () => {
  // 4429 has its name, and is sent by nobody yet.
  const { tooMuch: _, ...sent } = protocol.CLOSE;
  expect(table("Close codes").map(([code, , reconnect]) => [Number(code), reconnect])).toEqual(
    Object.values(sent).map((close) => [close.code, "ending" in close ? "no" : "yes"]),
  );
  const written = table("Limits").map(
    ([name = "", value = ""]) => [name.replaceAll("`", ""), Number(value.replaceAll(",", ""))] as const,
  );
  const known: Record<string, unknown> = { ...protocol, ...paths };
  expect(written).toEqual(written.map(([name]) => [name, known[name]]));
});

test("P13 P11 both processes say whether they live and are ready, also while Postgres is away", async ({
  postgres,
  stack,
  ada,
  call,
}) => {
  const get = async (address: string) => {
    const response = await fetch(address);
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  };
  const processes = Object.entries({ web: stack.origin, collab: stack.collabOrigin });
  for (const [name, origin] of processes) {
    expect(await get(`${origin}/healthz`)).toMatchObject({ status: 200, text: "ok" });
    expect(await get(`${origin}/readyz`)).toMatchObject({ status: 200, text: "ready" });
    const metrics = await get(metricsAddress(origin));
    expect(metrics).toMatchObject({ status: 200, type: expect.stringContaining("version=0.0.4") as unknown });
    const written = table("Metrics").filter(([, shownBy = ""]) => shownBy.includes(name));
    expect([...metrics.text.matchAll(/^# TYPE (tandem_\w+)/gm)].map(([, metric]) => metric).sort()).toEqual(
      codeIn(written).sort(),
    );
    // What a server is busy with is nobody's but the operator's.
    expect(await get(`${origin}/metrics`)).toMatchObject({
      status: 404,
      text: expect.not.stringContaining("tandem_") as unknown,
    });
    for (const other of ["/", "/readyz", "/metrics/", "/metrics.data"])
      expect(await get(new URL(other, metricsAddress(origin)).href)).toMatchObject({ status: 404 });
  }
  postgres.cut();
  for (const [, origin] of processes) {
    expect(await get(`${origin}/readyz`)).toMatchObject({ status: 503, text: "Postgres does not answer" });
    expect(await get(`${origin}/healthz`)).toMatchObject({ status: 200 });
  }
  const away = await call("GET /api/sessions", { as: ada });
  expect([away.status, away.headers.get("retry-after")]).toEqual([503, "2"]);
  const page = await ask(stack, "GET", "/sessions", { as: ada });
  expect([page.status, page.headers.get("retry-after"), page.text.includes("does not answer")]).toEqual([
    503,
    "2",
    true,
  ]);
  postgres.mend();
  for (const [, origin] of processes) await until(async () => (await get(`${origin}/readyz`)).status === 200);
});
