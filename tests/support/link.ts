import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type Link = Awaited<ReturnType<typeof openLink>>;

/**
 * A wire to the server of a URL. It can be cut (connections are reset and refused), hung (nothing gets through until it
 * is mended), made slow (each answer takes so long), deaf (what is sent arrives, answers are lost), or left hanging by
 * its old connections while new ones go through (`abandon`), as after a failover. `delayMs` is what it always takes,
 * each way.
 */
export async function openLink(target: string, { delayMs = 0 }: { delayMs?: number } = {}) {
  let { hostname, port } = new URL(target);
  let state: "up" | "cut" | "hung" | "deaf" = "up";
  let slowMs = 0;
  let bytes = 0;
  const sockets = new Set<Socket>();
  const abandoned = new WeakSet<Socket>();
  const join = (from: Socket, to: Socket, isAnswer: boolean) => {
    sockets.add(from);
    from.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (isAnswer && state === "deaf") return;
      const ms = delayMs + (isAnswer ? slowMs : 0);
      if (ms === 0) return void to.write(chunk);
      void sleep(ms).then(() => to.destroyed || to.write(chunk));
    });
    from.on("end", () => to.end());
    from.on("error", () => {});
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
    if (state === "hung") from.pause();
  };
  const server = createServer({ noDelay: true }, (near) => {
    if (state === "cut") return near.resetAndDestroy();
    const far = connect({ host: hostname, port: Number(port), noDelay: true });
    join(near, far, false);
    join(far, near, true);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const through = new URL(target);
  through.port = String((server.address() as { port: number }).port);
  return {
    /** The URL that leads through the wire. */
    url: through.href,
    /** Another URL of the same server, which leads through the wire. */
    over: (url: string) => url.replace(/@[^/]+/, `@${through.host}`),
    /** Leads to where the server is now; connections that stand stay where they are. */
    turnTo(moved: string) {
      ({ hostname, port } = new URL(moved));
    },
    /** What has passed, both ways together. */
    bytes: () => bytes,
    cut() {
      state = "cut";
      for (const socket of sockets) socket.resetAndDestroy();
    },
    hang() {
      state = "hung";
      for (const socket of sockets) socket.pause();
    },
    slow(ms: number) {
      slowMs = ms;
    },
    deafen() {
      state = "deaf";
    },
    abandon() {
      for (const socket of sockets) {
        abandoned.add(socket);
        socket.pause();
      }
    },
    mend() {
      state = "up";
      slowMs = 0;
      for (const socket of sockets) if (!abandoned.has(socket)) socket.resume();
    },
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
