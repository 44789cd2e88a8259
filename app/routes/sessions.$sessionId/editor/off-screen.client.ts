import { lastUsed } from "../connection/peers.ts";
import type { Caret } from "./carets.client.ts";
import type { monaco } from "./monaco.client.ts";

/** People whose caret is above or below what is shown: that of the tab that they used last, of those with this file. */
export type OffScreen = { clientId: number; name: string; color: string; where: "above" | "below" }[];

export function offScreen(editor: monaco.editor.IStandaloneCodeEditor, carets: Caret[]): OffScreen {
  const ranges = editor.getVisibleRanges();
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (!first || !last) return [];
  const used = lastUsed(carets.map(({ peer }) => peer));
  return carets.flatMap(({ peer, position: { lineNumber } }): OffScreen => {
    const isAbove = lineNumber < first.startLineNumber;
    if (!isAbove && lineNumber <= last.endLineNumber) return [];
    const { clientId, user } = peer;
    if (used.get(user.id) !== peer) return [];
    return [{ clientId, name: user.name, color: user.color, where: isAbove ? "above" : "below" }];
  });
}
