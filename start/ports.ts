import { createServer } from "node:net";
import { Problem } from "./problem.ts";

const TRIES = 200;

/** False when another program listens there, or only root may. */
async function isFree(port: number, host: string): Promise<boolean> {
  const probe = createServer();
  const code = await new Promise<string | undefined>((resolve) => {
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    probe.listen(port, host, () => resolve(undefined));
  });
  await new Promise((resolve) => probe.close(resolve));
  // A machine without IPv6 has no ::1 that could be taken.
  return code !== "EADDRINUSE" && code !== "EACCES";
}

type PortOptions = { name: "PORT" | "COLLAB_PORT"; given: string | undefined; from: number; host: string };

/** The given port, which must be free; otherwise the first free one from `from` on. */
export async function choosePort({ name, given, from, host }: PortOptions): Promise<number> {
  if (given) {
    if (await isFree(Number(given), host)) return Number(given);
    throw new Problem(`Port ${given} (${name}) is taken by another program: choose another, or leave ${name} out.`);
  }
  for (let port = from; port < from + TRIES; port++) {
    // A browser may try either address of localhost first.
    if ((await isFree(port, host)) && (await isFree(port, "::1"))) return port;
  }
  throw new Problem(`No port from ${from} to ${from + TRIES - 1} is free: choose one with ${name}.`);
}
