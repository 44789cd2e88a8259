import { connect, createServer, type Socket } from "node:net";

export type Link = Awaited<ReturnType<typeof openLink>>;

/** A wire to the server of a URL that can be cut (connections are reset and refused) or hung (nothing gets through). */
export async function openLink(target: string) {
  const { hostname, port } = new URL(target);
  let state: "up" | "cut" | "hung" = "up";
  const sockets = new Set<Socket>();
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.pipe(to);
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
