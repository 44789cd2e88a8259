import { expect, test } from "vitest";
import { addressKey } from "../../app/server/client-address.ts";
import { RequestTurns } from "../../app/server/request-turns.ts";

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:DB8:0:00a1:1:2:3:4", "2001:db8:0:a1::/64"],
  ["2001:db8::a1:1:2:3:4", "2001:db8:0:a1::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["64:ff9b::203.0.113.9", "64:ff9b:0:0::/64"],
  ["1:2:3:4:5:6:203.0.113.9", "1:2:3:4::/64"],
  ["203.0.113.9:50123", "203.0.113.9"],
  ["[2001:db8::1]:50123", "2001:db8:0:0::/64"],
  [undefined, ""],
  ["x".repeat(500), "x".repeat(64)],
])("P8 the address %s is counted as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test("P8 a burst of one address is taken a few at a time, and others do not wait for it", () => {
  const turns = new RequestTurns(2);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  for (const name of ["a1", "a2", "a3", "a4", "b1"])
    turns.take(name[0] ?? "", (end) => void (begun.push(name), ends.push(end)));
  expect(begun).toEqual(["a1", "a2", "b1"]);
  ends[0]?.();
  ends[0]?.();
  expect(begun).toEqual(["a1", "a2", "b1", "a3"]);
  ends[1]?.();
  expect(begun.at(-1)).toBe("a4");
});
