import type { Piece } from "./runs.ts";

/**
 * Characters that a piece counts for, in all limits of output: one more than it has for each of its texts, and one for
 * a table and for each of its rows, so that nothing is free.
 */
export function pieceChars(piece: Piece): number {
  const texts =
    piece.kind === "table"
      ? ["", ...piece.columns, ...piece.rows.flatMap((row) => ["", ...row])]
      : piece.kind === "test"
        ? [...piece.name, piece.path, piece.message, piece.expected, piece.actual]
        : [piece.text];
  return texts.reduce((sum, each) => sum + (each?.length ?? 0) + 1, 0);
}
