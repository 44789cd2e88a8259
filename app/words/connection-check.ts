import { formatNumber, plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** The dialog that says what a page is connected to, and how well. */
export const connectionCheckWords = translatable("connectionCheck", {
  title: "Connection",
  description: "What this page is connected to, and how well. None of your code is in it.",
  copy: "Copy all of this",
  copied: "Copied",
  cannotCopy: "The browser did not allow copying. Select the lines and copy them.",
  /** The lines that are copied. */
  heading: (id: string, time: string) => `Tandem session ${id}…, ${time}`,
  line: (label: string, value: string) => `${label}: ${value}`,
  browser: "Browser",
  facts: {
    connection: "Connection",
    connectedFor: (duration: string) => `Connected for ${duration}`,
    states: {
      ended: "Disconnected",
      waiting: "Waiting",
      open: "Connected",
      reconnecting: "Reconnecting",
      connecting: "Connecting",
    },
    reasons: {
      "signed-out": "signed-out",
      "no-access": "no-access",
      replaced: "replaced",
      "access-ended": "access-ended",
      "session-deleted": "session-deleted",
      unavailable: "unavailable",
      full: "full",
      "too-many-pages": "too-many-pages",
      "too-many-sockets": "too-many-sockets",
      blocked: "blocked",
    },
    closedWith: (code: number) => `closed with ${code}`,
    address: "Address",
    node: "Collab node",
    otherNodes: "Other nodes",
    nodes: {
      none: "this node is the only one",
      connected: "hears from the others",
      away: "cut off from the others: people on them see edits later",
    },
    database: "Database",
    takesEdits: "takes edits",
    slowDatabase: "slow or away: edits are not saved yet",
    /** To the node and back, with nothing to store. */
    roundTrip: "Round trip",
    inMs: (ms: number) => `${formatNumber(ms)} ms`,
    /** From when what was typed is sent until the server has stored it and said so. */
    untilSaved: "Until saved",
    notMeasured: "not measured yet",
    untilSavedMs: (half: number, most: number, count: number) =>
      `${half} ms, 95 of 100 within ${most} ms (${count} measured)`,
    clock: "Clock",
    clockIsRight: "as the server's",
    clockAhead: (seconds: number) => `${formatNumber(seconds)} s ahead of the server's`,
    clockBehind: (seconds: number) => `${formatNumber(seconds)} s behind the server's`,
    edits: "Your edits",
    nothingTyped: "nothing typed yet",
    onTheirWay: (count: number) => `${formatNumber(count)} on their way`,
    thisDevice: "On this device",
    isKept: "a copy is kept",
    isNotKept: "the browser keeps no copy",
    text: "Text",
    sameText: (hash: string) => `the same as the server's (${hash})`,
    editsOnTheirWay: (own: string, server: string) => `here ${own}, on the server ${server}; edits are on their way`,
    otherText: (own: string, server: string) =>
      `here ${own}, on the server ${server}; it should be the same when nobody types`,
    size: "Size",
    filesAndCharacters: (files: number, characters: number) => {
      const inFiles = plural(files, { one: `${formatNumber(files)} file`, other: `${formatNumber(files)} files` });
      const inCharacters = plural(characters, {
        one: `${formatNumber(characters)} character`,
        other: `${formatNumber(characters)} characters`,
      });
      return `${inFiles}, ${inCharacters}`;
    },
    openPages: "Open pages",
    versions: "Versions",
    ofPage: (build: string) => `page ${build}`,
    ofPageAndCollab: (build: string, version: string) => `page ${build}, collab ${version}`,
  },
});
