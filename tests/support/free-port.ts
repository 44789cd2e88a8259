import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A port of this machine that is free. It lies below those that the kernel gives to outgoing connections: the tests
 * make thousands of these, and one of them would sooner or later sit on the port of a node that is about to be started
 * again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
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
