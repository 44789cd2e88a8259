/**
 * The end of a turn of the event loop: when all sockets that had something to say have been read. First everybody says
 * what is to be said to people; then each socket writes all of it in one go.
 */
export type Speaker = { speak(): void };
export type Writer = { write(): void };

const speakers = new Set<Speaker>();
const writers = new Set<Writer>();
let isComing = false;
let count = 0;

/** Which turn this is: a number that is another one after the end of this turn. */
export function turnNow(): number {
  if (!isComing) {
    isComing = true;
    setImmediate(end);
  }
  return count;
}

/** Has `speaker` asked once, at the end of this turn. */
export function speakAtEnd(speaker: Speaker): void {
  turnNow();
  speakers.add(speaker);
}

/** Has `writer` write once, at the end of this turn and after all who speak. */
export function writeAtEnd(writer: Writer): void {
  turnNow();
  writers.add(writer);
}

function end() {
  isComing = false;
  count++;
  for (const speaker of speakers) {
    speakers.delete(speaker);
    speaker.speak();
  }
  for (const writer of writers) {
    writers.delete(writer);
    writer.write();
  }
}
