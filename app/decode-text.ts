/** Files of people's computers as texts. A leaf: the browser and the server read by the same rules. */

export const MAX_FILE_BYTES = 1024 * 1024;

type Decoded = { text: string; problem?: undefined } | { text?: undefined; problem: "binary" | "encoding" };

const marks = [
  { bytes: [0xff, 0xfe, 0, 0], encoding: undefined },
  { bytes: [0, 0, 0xfe, 0xff], encoding: undefined },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
] as const;

/** A text in UTF-8, or in UTF-16 with a byte order mark, without the mark; or why it is none. */
export function decodeText(bytes: Uint8Array): Decoded {
  const mark = marks.find((candidate) => candidate.bytes.every((byte, nth) => bytes[nth] === byte));
  if (mark && !mark.encoding) return { problem: "encoding" };
  try {
    const text = new TextDecoder(mark?.encoding ?? "utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return { text };
  } catch {
    // The problem is named below.
  }
  return { problem: mark || looksWritten(bytes) ? "encoding" : "binary" };
}

/** Whether bytes look like a text in some unknown encoding: no NUL, or one beside nearly every letter. */
function looksWritten(bytes: Uint8Array): boolean {
  const some = bytes.subarray(0, 4_096);
  const nuls = some.reduce((sum, byte) => sum + Number(byte === 0), 0);
  const controls = some.reduce(
    (sum, byte) => sum + Number(byte > 0 && byte < 32 && ![9, 10, 12, 13, 27].includes(byte)),
    0,
  );
  if (controls > some.length / 50) return false;
  const odd = some.reduce((sum, byte, at) => sum + (byte === 0 ? at % 2 : 0), 0);
  return nuls === 0 || (nuls > some.length / 4 && (odd === 0 || odd === nuls));
}
