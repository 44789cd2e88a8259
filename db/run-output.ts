/**
 * What a run wrote, as it is stored: each list of pieces is one line of JSON, by gzip. Several of these, one behind the
 * other, are gzip again, so that Postgres puts them together.
 */
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { MAX_KEPT_OUTPUT_CHARS } from "../protocol/limits.ts";
import { pieceChars } from "../protocol/piece-chars.ts";
import type { Piece } from "../protocol/runs.ts";

/** Of what is kept: the beginning, and the end. */
export const HALF_KEPT_CHARS = MAX_KEPT_OUTPUT_CHARS / 2;

export const packPieces = (pieces: Piece[]): Promise<Buffer> => promisify(gzip)(`${JSON.stringify(pieces)}\n`);

async function unpackLines(packed: Buffer): Promise<string[]> {
  const lines = (await promisify(gunzip)(packed)).toString().split("\n");
  return lines.slice(0, -1);
}

export const unpackPieces = async (packed: Buffer): Promise<Piece[]> =>
  (await unpackLines(packed)).flatMap((line) => JSON.parse(line) as Piece[]);

/** All pieces as one list in JSON, without parsing them: there may be a million. */
export const unpackJson = async (packed: Buffer): Promise<string> =>
  `[${(await unpackLines(packed)).map((line) => line.slice(1, -1)).join(",")}]`;

export const countChars = (pieces: Piece[]): number => pieces.reduce((sum, piece) => sum + pieceChars(piece), 0);

/**
 * What is kept of `total` characters, of which `pieces` are at least the first and the last `HALF_KEPT_CHARS`.
 * Between the beginning and the end a note says how much was left out.
 */
export function cutMiddle(pieces: Piece[], total: number): Piece[] {
  if (total <= MAX_KEPT_OUTPUT_CHARS) return pieces;
  const beginning = takeFirst(pieces, (text, chars) => text.slice(0, chars));
  const end = takeFirst(pieces.toReversed(), (text, chars) => text.slice(-chars)).toReversed();
  const leftOut = total - countChars(beginning) - countChars(end);
  const note = `… ${leftOut.toLocaleString("en")} characters of output are not kept …\n`;
  return [...beginning, { kind: "note", text: note }, ...end];
}

/** The first pieces that fit into a half; of a text that does not, what fits. */
function takeFirst(pieces: Piece[], cut: (text: string, chars: number) => string): Piece[] {
  const taken: Piece[] = [];
  let left = HALF_KEPT_CHARS;
  for (const piece of pieces) {
    const chars = pieceChars(piece);
    if (chars > left) {
      // Half a character is none.
      if ("text" in piece && left > 1)
        taken.push({ ...piece, text: cut(piece.text, left - 1).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "") });
      break;
    }
    taken.push(piece);
    left -= chars;
  }
  return taken;
}
