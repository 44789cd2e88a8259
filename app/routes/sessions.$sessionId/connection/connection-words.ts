import type { CollabState } from "./collab-state.ts";

/** What the page says of its connection, with the colour of the dot before it. */
export function connectionWords({ connection, ending, waiting }: CollabState): { label: string; tone: string } {
  if (ending) return { label: "Disconnected", tone: "bg-red" };
  if (waiting) return { label: "Waiting", tone: "bg-amber" };
  if (connection === "open") return { label: "Connected", tone: "bg-green" };
  return { label: connection === "reconnecting" ? "Reconnecting…" : "Connecting…", tone: "bg-amber" };
}
