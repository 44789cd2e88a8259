import { startPostgres } from "../support/postgres.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";
import { type DocumentSystem, startSystems, type System } from "./systems.ts";

/** What a scenario runs on: Tandem over its own Postgres, which waits for the disk, and what it is compared with. */
export type Ground = AsyncDisposable & {
  stack: Stack;
  /** The server that `stack` is on. */
  postgres: string;
  people: Person[];
  systems: System[];
  tandem: DocumentSystem;
  bare: DocumentSystem;
  /** Whether a rough answer in under a minute is wanted. */
  quick: boolean;
};

export async function startGround({ quick }: { quick: boolean }): Promise<Ground> {
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
  const people = await Promise.all(Array.from({ length: quick ? 50 : 400 }, (_, i) => stack.signUp(`Person ${i}`)));
  const { all, tandem, bare } = started.use(await startSystems(stack, people));
  const ground = started.move();
  return {
    stack,
    postgres: postgres.connectionString,
    people,
    systems: all,
    tandem,
    bare,
    quick,
    [Symbol.asyncDispose]: () => ground.disposeAsync(),
  };
}
