/** How much is loaded before code runs: said once on a device. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fetchFiles } from "../../app/routes/sessions.$sessionId/running/fetch-files.client.ts";

let kept: Map<string, string>;
let fails: boolean;
beforeEach(() => {
  kept = new Map();
  fails = false;
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  });
  vi.stubGlobal("fetch", async (address: string) => {
    const status = fails ? 503 : 200;
    return new Response(address, { status, headers: { "content-length": String(address.length) } });
  });
});
afterEach(() => void vi.unstubAllGlobals());

/** What is said of these; 0 where nothing is. */
async function saidOf(...addresses: string[]): Promise<number> {
  let said = 0;
  const contents = await fetchFiles(addresses, (bytes) => (said = bytes));
  expect(contents.map((content) => new TextDecoder().decode(content))).toEqual(addresses);
  return said;
}

test("the size of what a run loads is said once on a device, and again of what a new build has changed", async () => {
  expect(await saidOf("/python-a.js", "/python-a.wasm")).toBe(26);
  expect(await saidOf("/python-a.js", "/python-a.wasm")).toBe(0);
  expect(await saidOf("/python-b.js", "/python-a.wasm")).toBe(12);
  for (let build = 0; build < 1_000; build++) await saidOf(`/lua-${build}.js`);
  expect([...kept.values()].join().length).toBeLessThan(5_000);
});

test("it is said again where the files did not come, and where the browser keeps nothing or something odd", async () => {
  fails = true;
  await expect(saidOf("/lua.js")).rejects.toThrow("/lua.js: 503");
  fails = false;
  expect(await saidOf("/lua.js")).toBe(7);
  for (const odd of ["{", "3", "[[],null]"]) {
    for (const name of kept.keys()) kept.set(name, odd);
    expect(await saidOf("/lua.js")).toBe(7);
  }
  vi.stubGlobal("localStorage", undefined);
  expect([await saidOf("/sql.js"), await saidOf("/sql.js")]).toEqual([7, 7]);
});
