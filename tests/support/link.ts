import { connect, createServer, type Socket } from "node:net";

export type Link = Awaited<ReturnType<typeof openLink>>;

/**
 * A wire to the server of a URL that can be cut (connections are reset and refused) or hung (nothing gets through).
 * What passes takes `delayMs` longer, each way.
 */
export async function openLink(target: string, { delayMs = 0 }: { delayMs?: number } = {}) {
  const { hostname, port } = new URL(target);
  let state: "up" | "cut" | "hung" = "up";
  let bytes = 0;
  const sockets = new Set<Socket>();
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("data", (chunk) => (bytes += chunk.length));
    if (delayMs > 0) from.on("data", (chunk) => setTimeout(() => to.writable && to.write(chunk), delayMs));
    else from.pipe(to);
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
    join(near, far);
    join(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const through = new URL(target);
  through.port = String((server.address() as { port: number }).port);
  return {
    /** The URL that leads through the wire. */
    url: through.href,
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
    mend() {
      state = "up";
      for (const socket of sockets) socket.resume();
    },
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
