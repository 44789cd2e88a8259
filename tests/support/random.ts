import { randomInt } from "node:crypto";

/** A stream of numbers in [0, 1) that a seed repeats (mulberry32); without one a seed is made up, to be printed. */
export function randomFrom(given?: string | number) {
  const seed = given ? Number(given) : randomInt(2 ** 31);
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from 0 to `end` − 1. */
  const below = (end: number) => Math.floor(random() * end);
  return { seed, random, below };
}
