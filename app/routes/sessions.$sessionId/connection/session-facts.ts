import { connectionCheckWords } from "../../../words/connection-check.ts";
import { connectionWords } from "../../../words/connection.ts";
import { formatList, formatNumber } from "../../../words/formats.ts";
import type { CollabState } from "./collab-state.ts";
import { shownConnection } from "./describe-connection.ts";
import type { RoundTrips } from "./round-trips.ts";
import { savingOf } from "./save-label.tsx";
import type { CheckResult } from "./self-check.client.ts";

/** A line of what is known of a session's connection. */
export type Fact = {
  label: string;
  value: string;
  isBad?: boolean;
  /** The value is the name of something, the same in every language. */
  isName?: boolean;
};

type Known = {
  state: CollabState;
  host: string;
  roundTrips: Pick<RoundTrips, "count" | "percentile"> | undefined;
  /** Edits that the server has not stored yet. */
  unsaved: number;
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

export function sessionFacts(known: Known): Fact[] {
  const { state, host, unsaved, result, connections, files, characters, build } = known;
  const words = connectionCheckWords.facts;
  const saving = savingOf(state);
  return [
    {
      label: words.connection,
      value: connectionFact(known),
      isBad: state.connection !== "open" || Boolean(state.ending),
    },
    { label: words.address, value: host, isName: true },
    ...(result
      ? [
          { label: words.node, value: listed([result.node, result.region]), isName: true },
          { label: words.otherNodes, value: words.nodes[result.otherNodes], isBad: result.otherNodes === "away" },
          {
            label: words.database,
            value: result.storage === "ok" ? words.takesEdits : words.slowDatabase,
            isBad: result.storage !== "ok",
          },
        ]
      : []),
    ...(result
      ? [{ label: words.roundTrip, value: words.inMs(Math.round(result.roundTripMs)) }, clockFact(result.clockAheadMs)]
      : []),
    { label: words.untilSaved, value: untilSavedFact(known) },
    {
      label: words.edits,
      value: listed([saving ? connectionWords.saving[saving].label : words.nothingTyped, words.onTheirWay(unsaved)]),
      isBad: state.save === "not-saved" || Boolean(state.refused),
    },
    {
      label: words.thisDevice,
      value: state.isKept ? words.isKept : words.isNotKept,
      isBad: !state.isKept,
    },
    ...(result ? [textFact(result, unsaved)] : []),
    { label: words.size, value: words.filesAndCharacters(files, characters) },
    { label: words.openPages, value: formatNumber(connections) },
    { label: words.versions, value: result ? words.ofPageAndCollab(build, result.version) : words.ofPage(build) },
  ];
}

function connectionFact({ state, now }: Known): string {
  const words = connectionCheckWords.facts;
  const { connection, ending, waiting, openedAt, closedBy } = state;
  const shown = words.states[shownConnection(state)];
  if (connection === "open" && !ending)
    return openedAt === undefined ? shown : words.connectedFor(duration(now - openedAt));
  const reason = ending ?? waiting;
  return listed([shown, reason && words.reasons[reason], closedBy ? words.closedWith(closedBy) : undefined]);
}

function untilSavedFact({ roundTrips }: Known): string {
  const [half, most] = [roundTrips?.percentile(0.5), roundTrips?.percentile(0.95)];
  if (!roundTrips || half === undefined || most === undefined) return connectionCheckWords.facts.notMeasured;
  return connectionCheckWords.facts.untilSavedMs(Math.round(half), Math.round(most), roundTrips.count);
}

function clockFact(aheadMs: number): Fact {
  const words = connectionCheckWords.facts;
  const seconds = Math.abs(aheadMs) / 1_000;
  const difference = aheadMs > 0 ? words.clockAhead : words.clockBehind;
  return {
    label: words.clock,
    value: seconds < 1 ? words.clockIsRight : difference(Math.round(seconds)),
    isBad: Math.abs(aheadMs) > CLOCK_OFF_MS,
  };
}

function textFact({ ownHash, serverHash }: CheckResult, unsaved: number): Fact {
  const words = connectionCheckWords.facts;
  const [own = "", server = ""] = [ownHash, serverHash].map((hash) => hash.slice(0, SHOWN_HASH_CHARS));
  if (ownHash === serverHash) return { label: words.text, value: words.sameText(own) };
  // While somebody writes, one of the two is ahead.
  const difference = unsaved > 0 ? words.editsOnTheirWay : words.otherText;
  return { label: words.text, value: difference(own, server) };
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return measured(seconds, "second");
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? measured(minutes, "minute") : measured(Math.round(minutes / 60), "hour");
}

const measured = (number: number, unit: "second" | "minute" | "hour") =>
  formatNumber(number, { style: "unit", unit, unitDisplay: "long" });

const listed = (parts: (string | null | undefined)[]) =>
  formatList(
    parts.filter((part): part is string => Boolean(part)),
    "unit",
  );
