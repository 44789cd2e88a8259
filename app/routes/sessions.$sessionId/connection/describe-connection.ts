import { connectionWords } from "../../../words/connection.ts";
import type { CollabState } from "./collab-state.ts";

const tones = {
  ended: "bg-red",
  waiting: "bg-amber",
  open: "bg-green",
  reconnecting: "bg-amber",
  connecting: "bg-amber",
};

/** A connection as people see it. */
export function shownConnection({ connection, ending, waiting }: CollabState): keyof typeof tones {
  if (ending) return "ended";
  return waiting ? "waiting" : connection;
}

/** What the page says of its connection, with the colour of the dot before it. */
export function describeConnection(state: CollabState): { label: string; tone: string } {
  const shown = shownConnection(state);
  return { label: connectionWords.states[shown], tone: tones[shown] };
}
