import { startPostgres } from "../support/postgres.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";
import { type DocumentSystem, startSystems, type System, type Systems } from "./systems.ts";

/** Enough for two in each of 200 documents. */
const PEOPLE = 400;

/** What a scenario runs on: Tandem over its own Postgres, which waits for the disk, and what it is compared with. */
export type Ground = AsyncDisposable & {
  stack: Stack;
  /** The server that `stack` is on. */
  postgres: string;
  people: Person[];
  systems: System[];
  relay: Systems["relay"];
  tandem: DocumentSystem;
  bare: Systems["bare"];
} & Wish;

/** What was asked for on the command line. */
export type Wish = {
  /** Whether a rough answer in under a minute is wanted. */
  quick: boolean;
  /** How often each case is measured, where not as often as is usual. */
  rounds?: number;
  /** A part of the names of the cases that are wanted. */
  only: string;
  /** Whether everybody is a real page, as heavy as that is. */
  stock: boolean;
};

/** Those of a scenario's cases that are wanted. */
export function chooseCases<Case>({ only }: Wish, cases: Case[], labelOf: (one: Case) => string): Case[] {
  // Who has × on their keyboard?
  const plain = (text: string) => text.replaceAll("×", "x").toLowerCase();
  const chosen = cases.filter((one) => plain(labelOf(one)).includes(plain(only)));
  if (chosen.length === 0)
    throw new Error(`There is no case “${only}”: there are ${cases.map((one) => labelOf(one)).join("; ")}.`);
  return chosen;
}

export async function startGround(wish: Wish): Promise<Ground> {
  await using started = new AsyncDisposableStack();
  const postgres = await startPostgres({ fsync: true });
  started.defer(postgres.stop);
  const stack = started.use(
    await startStack({
      postgres: postgres.connectionString,
      env: { REQUESTS_A_SECOND: "1000000" },
      handsOver: true,
    }),
  );
  const people = await Promise.all(Array.from({ length: PEOPLE }, (_, i) => stack.signUp(`Person ${i}`)));
  const { all, relay, tandem, bare } = started.use(await startSystems(stack, people, wish));
  const ground = started.move();
  return {
    stack,
    postgres: postgres.connectionString,
    people,
    systems: all,
    relay,
    tandem,
    bare,
    ...wish,
    [Symbol.asyncDispose]: () => ground.disposeAsync(),
  };
}
