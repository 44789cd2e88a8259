/**
 * An address that points to lines of a file: the session's own pages show the lines in place and follow them through
 * edits, everywhere else it is a link. It names the first and the last character as Yjs does, so nothing of it is
 * stored elsewhere (docs/decisions/024).
 */
import type * as Y from "yjs";
import type { Anchor } from "../../../../protocol/entities.ts";

/** Lines as they were when the link was made, and the characters that they are followed by. */
export type LineLink = { fileId: string; startLine: number; endLine: number; anchor: Anchor };
export type Lines = Omit<LineLink, "anchor">;

const HASH = /#lines=([\w-]{1,64}):(\d{1,7})-(\d{1,7}):(\d{1,10})\.(\d{1,10})-(\d{1,10})\.(\d{1,10})$/;

export function lineLink(origin: string, sessionId: string, { fileId, startLine, endLine, anchor }: LineLink): string {
  const [from, to] = [anchor.start, anchor.end].map(({ item }) => {
    const { client, clock } = item as Y.ID;
    return `${client}.${clock}`;
  });
  return `${origin}/sessions/${sessionId}#lines=${fileId}:${startLine}-${endLine}:${from}-${to}`;
}

/** The lines that an address or its hash points to. */
export function linesIn(address: string): LineLink | undefined {
  const [, fileId, startLine, endLine, ...ids] = HASH.exec(address) ?? [];
  if (!fileId) return;
  const [client, clock, lastClient, lastClock] = ids.map(Number);
  return {
    fileId,
    startLine: Number(startLine),
    endLine: Number(endLine),
    anchor: {
      start: { item: { client, clock }, assoc: 0 },
      end: { item: { client: lastClient, clock: lastClock }, assoc: -1 },
    },
  };
}

/** The lines of the session itself, whatever the origin: a session may be known under several. */
export const ownLinesIn = (url: string, sessionId: string): LineLink | undefined =>
  /^\S+$/.test(url) && url.includes(`/sessions/${sessionId}#`) ? linesIn(url) : undefined;
