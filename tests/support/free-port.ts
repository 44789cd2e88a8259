import { randomInt } from "node:crypto";
import { createServer } from "node:net";

const FIRST_PORT = 12_000;
const PORTS_PER_WORKER = 2_000;

/**
 * Every worker of a run has ports of its own: between choosing one and listening on it seconds pass, in which another
 * worker would find it free, too.
 */
const worker = () => {
  const { VITEST_POOL_ID, TEST_PARALLEL_INDEX } = process.env;
  return Number(VITEST_POOL_ID ?? (TEST_PARALLEL_INDEX === undefined ? 0 : Number(TEST_PARALLEL_INDEX) + 1)) % 10;
};
let last = randomInt(PORTS_PER_WORKER);

/**
 * A port of this machine that is free. It lies below those that the kernel gives to outgoing connections: the tests
 * make thousands of these, and one of them would sooner or later sit on the port of a node that is about to be started
 * again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    last = (last + 1) % PORTS_PER_WORKER;
    const port = FIRST_PORT + worker() * PORTS_PER_WORKER + last;
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    // On all addresses, of both kinds: some tests listen on `::`, and a proxy of the machine may sit on one of them
    // only.
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
