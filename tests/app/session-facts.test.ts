import { expect, test } from "vitest";
import { initialState } from "../../app/routes/sessions.$sessionId/connection/collab-state.ts";
import { RoundTrips } from "../../app/routes/sessions.$sessionId/connection/round-trips.ts";
import { sessionFacts } from "../../app/routes/sessions.$sessionId/connection/session-facts.ts";

type Known = Parameters<typeof sessionFacts>[0];
const checked = {
  node: "0a1b2c3d",
  region: "fra",
  version: "1.2.3",
  storage: "ok",
  otherNodes: "connected",
  roundTripMs: 12,
  clockAheadMs: 0,
  serverHash: "a".repeat(64),
  ownHash: "a".repeat(64),
} as const;

function facts(change: Partial<Known>, result: Partial<Known["result"]> = {}) {
  const known: Known = {
    state: { ...initialState("editor"), connection: "open", ready: true, save: "saved", isKept: true, openedAt: 0 },
    host: "tandem.example",
    roundTrips: undefined,
    unsaved: 0,
    result: { ...checked, ...result },
    connections: 2,
    files: 1,
    characters: 1_234,
    build: "abcdef01",
    now: 7_200_000,
    ...change,
  };
  return Object.fromEntries(sessionFacts(known).map(({ label, value, isBad }) => [label, isBad ? `!${value}` : value]));
}

test("half and 95 of 100 round trips are told from the last two hundred", () => {
  const roundTrips = new RoundTrips();
  expect(roundTrips.percentile(0.5)).toBeUndefined();
  for (let ms = 1; ms <= 300; ms++) roundTrips.add(ms);
  expect([roundTrips.count, roundTrips.percentile(0.5), roundTrips.percentile(0.95)]).toEqual([200, 200, 290]);
  expect(facts({ roundTrips })["Until saved"]).toBe("200 ms, 95 of 100 within 290 ms (200 measured)");
});

test("what is well is said in a few words, and what is not stands out", () => {
  expect(facts({})).toMatchObject({
    Connection: "Connected for 2 hours",
    "Collab node": "0a1b2c3d, fra",
    "Other nodes": "hears from the others",
    Text: "the same as the server's (aaaaaaaaaaaa)",
    "Round trip": "12 ms",
    "Until saved": "not measured yet",
    Clock: "as the server's",
    Size: "1 file, 1,234 characters",
    Versions: "page abcdef01, collab 1.2.3",
  });
  expect(facts({}, { clockAheadMs: -90_000, storage: "delayed", otherNodes: "away" })).toMatchObject({
    Clock: "!90 s behind the server's",
    Database: "!slow or away: edits are not saved yet",
    "Other nodes": "!cut off from the others: people on them see edits later",
  });
  expect(facts({ unsaved: 1 }, { ownHash: "b".repeat(64) })).toMatchObject({
    Text: "here bbbbbbbbbbbb, on the server aaaaaaaaaaaa; edits are on their way",
    "Your edits": "Saved, 1 on their way",
  });
});

test("without a connection nothing is said of a server", () => {
  const state = { ...initialState("editor"), ready: true, closedBy: 1006, connection: "reconnecting" } as const;
  const known = facts({ state, result: undefined });
  expect(known).toMatchObject({
    Connection: "!Reconnecting, closed with 1006",
    "On this device": "!the browser keeps no copy",
  });
  expect(Object.keys(known)).not.toContain("Collab node");
  expect(known.Versions).toBe("page abcdef01");
});
