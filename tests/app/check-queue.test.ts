import { afterEach, expect, test } from "vitest";
import { CheckQueue } from "../../app/review/check-queue.ts";
import { CheckStopped, StaticChecks } from "../../app/review/static-checks.ts";

const owned: StaticChecks[] = [];
const open = (sliceMs?: number) => {
  const checks = new StaticChecks({ sliceMs });
  owned.push(checks);
  return checks;
};
afterEach(async () => {
  for (const checks of owned.splice(0)) await checks.stop();
});

const eve = { user: "eve", address: "198.51.100.1" };
const ada = { user: "ada", address: "203.0.113.1" };
const code = (text: string) => ({ code: text, language: "javascript", path: "a.js", start: 1, end: Infinity });
/** ESLint compares each condition with each before it, which takes it seconds. */
const bomb = code(`if (a) {}${Array.from({ length: 2_500 }, (_, nth) => ` else if (a${nth} || b${nth}) {}`).join("")}`);

test("P8 five slow files of one person keep the next one waiting for one slice", async () => {
  const checks = open(1_000);
  await checks.check(ada, code("debugger;"));
  const settled: string[] = [];
  const all = Array.from({ length: 5 }, () =>
    checks.check(eve, bomb).catch((error: unknown) => {
      if (settled.length === 0)
        expect([error instanceof CheckStopped, (error as CheckStopped).ms]).toEqual([true, 1_000]);
      settled.push("eve");
    }),
  );
  const found = await checks.check(ada, code("debugger;"));
  settled.push("ada");
  expect(found.findings[0]?.title).toMatch(/debugger/);
  expect(found.ms).toBeLessThan(1_000);
  expect(settled).toEqual(["eve", "ada"]);
  await checks.stop();
  await Promise.all(all);
});

test("P8 code that no parser can take is told so, and the thread goes on", async () => {
  const checks = open();
  const deep = [
    `x = ${"(".repeat(25_000)}1${")".repeat(25_000)};`,
    `x = ${"[".repeat(29_000)}${"]".repeat(29_000)};`,
    `${"if (a) {} else ".repeat(3_900)}{}`,
  ];
  for (const text of deep)
    await checks.check(eve, code(text)).catch((error: unknown) => expect(error).toBeInstanceOf(CheckStopped));
  // One thing to say of every character of one line.
  const crowded = await checks.check(eve, code("{}".repeat(25_000))).catch((error: unknown) => error);
  if (!(crowded instanceof CheckStopped)) expect(crowded).toMatchObject({ total: 25_000 });
  expect((await checks.check(ada, code("debugger;"))).findings).toHaveLength(1);
});

test("P8 whoever had the least time is next: by address first, then by person, then in order", () => {
  let now = 0;
  const queue = new CheckQueue(() => now);
  const order: string[] = [];
  const wait = (user: string, address: string, name = user) => queue.wait({ user, address }, () => order.push(name));
  queue.charge({ user: "eve", address: "A" }, 3_000);
  queue.charge({ user: "mallory", address: "A" }, 1_000);
  for (const [user, address] of [
    ["eve", "A"],
    ["new guest of eve's", "A"],
    ["mallory", "A"],
    ["ada", "B"],
    ["grace", "B"],
  ] as const)
    wait(user, address);
  while (!queue.isEmpty) queue.next()?.();
  expect(order).toEqual(["ada", "grace", "new guest of eve's", "mallory", "eve"]);
  // It is forgotten.
  now = 3 * 3_600_000;
  queue.charge({ user: "ada", address: "B" }, 500);
  wait("ada", "B");
  wait("eve", "A");
  const leave = wait("grace", "C", "left");
  leave();
  while (!queue.isEmpty) queue.next()?.();
  expect(order.slice(5)).toEqual(["eve", "ada"]);
});

test("P8 a person has three places, an address fifty, and a place that is given back is free", () => {
  const queue = new CheckQueue();
  const places = Array.from({ length: 4 }, () => queue.takePlace(eve));
  expect(places.map(Boolean)).toEqual([true, true, true, false]);
  places[0]?.[Symbol.dispose]();
  places[0]?.[Symbol.dispose]();
  expect([queue.takePlace(eve), queue.takePlace(eve)].map(Boolean)).toEqual([true, false]);
  const others = Array.from({ length: 60 }, (_, nth) =>
    queue.takePlace({ user: `guest ${nth}`, address: eve.address }),
  );
  expect(others.filter(Boolean).length).toBe(47);
  expect(queue.takePlace(ada)).toBeDefined();
});
