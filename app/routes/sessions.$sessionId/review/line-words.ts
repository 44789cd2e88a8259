export const lineWords = (start: number, end: number) => (start === end ? `line ${start}` : `lines ${start}–${end}`);
