/** Lines of a file within a sentence of English; other languages say it in their own sentences. */
export const lines = (start: number, end: number): string =>
  start === end ? `line ${start}` : `lines ${start}–${end}`;
