/**
 * Which line an offset is in, counted from 0, where `starts` are the offsets at which lines begin, in their order; an
 * offset before the first counts as in it.
 */
export function lineIndexAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
