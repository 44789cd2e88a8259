import type { CollabState } from "./collab-state.ts";
import { connectionWords } from "./connection-words.ts";
import type { RoundTrips } from "./round-trips.ts";
import { describeSaving } from "./save-label.tsx";
import type { CheckResult } from "./self-check.client.ts";

/** A line of what is known of a session's connection. */
export type Fact = { label: string; value: string; isBad?: boolean };

type Known = {
  state: CollabState;
  host: string;
  roundTrips: Pick<RoundTrips, "count" | "percentile"> | undefined;
  /** Edits that the server has not taken yet. */
  unanswered: number;
  /** What the node answered last; undefined without a connection. */
  result: CheckResult | undefined;
  /** Of everybody, this page's own included. */
  connections: number;
  files: number;
  characters: number;
  /** The build that this page is of. */
  build: string;
  /** Milliseconds since 1970. */
  now: number;
};

/** A clock that is off by more makes times in the chat look wrong. */
const CLOCK_OFF_MS = 60_000;
const SHOWN_HASH_CHARS = 12;
const OTHER_NODES = {
  none: "this node is the only one",
  connected: "hears from the others",
  away: "cut off from the others: people on them see edits later",
};
const numbers = new Intl.NumberFormat("en");

export function sessionFacts(known: Known): Fact[] {
  const { state, host, unanswered, result, connections, files, characters, build } = known;
  return [
    { label: "Connection", value: connectionFact(known), isBad: state.connection !== "open" || Boolean(state.ending) },
    { label: "Address", value: host },
    ...(result
      ? [
          { label: "Collab node", value: [result.node, result.region].filter(Boolean).join(", ") },
          { label: "Other nodes", value: OTHER_NODES[result.otherNodes], isBad: result.otherNodes === "away" },
          {
            label: "Database",
            value: result.storage === "ok" ? "takes edits" : "slow or away: edits are not saved yet",
            isBad: result.storage !== "ok",
          },
        ]
      : []),
    { label: "Round trip", value: roundTripFact(known) },
    ...(result ? [clockFact(result.clockAheadMs)] : []),
    {
      label: "Your edits",
      value: [describeSaving(state)?.words ?? "nothing typed yet", `${numbers.format(unanswered)} on their way`].join(
        ", ",
      ),
      isBad: state.save === "not-saved" || Boolean(state.refused),
    },
    {
      label: "On this device",
      value: state.isKept ? "a copy is kept" : "the browser keeps no copy",
      isBad: !state.isKept,
    },
    ...(result ? [textFact(result, unanswered)] : []),
    { label: "Size", value: `${count(files, "file")}, ${count(characters, "character")}` },
    { label: "Open pages", value: numbers.format(connections) },
    { label: "Versions", value: [`page ${build}`, ...(result ? [`collab ${result.version}`] : [])].join(", ") },
  ];
}

function connectionFact({ state, now }: Known): string {
  const words = connectionWords(state).label.replace("…", "");
  if (state.connection === "open" && !state.ending)
    return state.openedAt === undefined ? words : `${words} for ${duration(now - state.openedAt)}`;
  const reason = state.ending ?? state.waiting;
  return [words, ...(reason ? [reason] : []), ...(state.closedBy ? [`closed with ${state.closedBy}`] : [])].join(", ");
}

function roundTripFact({ roundTrips }: Known): string {
  const [half, most] = [roundTrips?.percentile(0.5), roundTrips?.percentile(0.95)];
  if (half === undefined || most === undefined) return "not measured yet";
  return `${Math.round(half)} ms, 95 of 100 within ${Math.round(most)} ms (${roundTrips?.count} measured)`;
}

function clockFact(aheadMs: number): Fact {
  const seconds = Math.abs(aheadMs) / 1_000;
  const isRight = seconds < 1;
  return {
    label: "Clock",
    value: isRight
      ? "as the server's"
      : `${numbers.format(Math.round(seconds))} s ${aheadMs > 0 ? "ahead of" : "behind"} the server's`,
    isBad: Math.abs(aheadMs) > CLOCK_OFF_MS,
  };
}

function textFact({ ownHash, serverHash }: CheckResult, unanswered: number): Fact {
  const [own, server] = [ownHash, serverHash].map((hash) => hash.slice(0, SHOWN_HASH_CHARS));
  if (ownHash === serverHash) return { label: "Text", value: `the same as the server's (${own})` };
  // While somebody writes, one of the two is ahead.
  return {
    label: "Text",
    value: `here ${own}, on the server ${server}${unanswered > 0 ? "; edits are on their way" : "; it should be the same when nobody types"}`,
  };
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return count(seconds, "second");
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? count(minutes, "minute") : count(Math.round(minutes / 60), "hour");
}

const count = (number: number, noun: string) => `${numbers.format(number)} ${noun}${number === 1 ? "" : "s"}`;
