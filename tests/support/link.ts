import { connect, createServer, type Socket } from "node:net";
import { Transform } from "node:stream";

export type Link = Awaited<ReturnType<typeof openLink>>;

/**
 * A wire to the server of a URL that can be cut (connections are reset and refused), hung (nothing gets through) or
 * slow. What is on its way when it is cut is gone, so that a commit may have happened of which nobody hears.
 */
export async function openLink(target: string) {
  let { hostname, port } = new URL(target);
  let state: "up" | "cut" | "hung" = "up";
  let latencyMs = 0;
  const sockets = new Set<Socket>();
  const stranded = new WeakSet<Socket>();
  const lag = () =>
    new Transform({
      transform(chunk, _encoding, done) {
        if (latencyMs > 0) setTimeout(() => done(null, chunk), latencyMs);
        else done(null, chunk);
      },
    });
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.pipe(lag()).pipe(to);
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
    /** Another URL of the same server, which leads through the wire. */
    over: (url: string) => url.replace(/@[^/]+/, `@${through.host}`),
    cut() {
      state = "cut";
      for (const socket of sockets) socket.resetAndDestroy();
    },
    hang() {
      state = "hung";
      for (const socket of sockets) socket.pause();
    },
    /** Nothing ever comes through the connections that stand, nor a reset; new ones are fine. */
    strand() {
      for (const socket of sockets) stranded.add(socket.pause());
    },
    /** Holds each piece up for so long, in both directions. */
    delay(ms: number) {
      latencyMs = ms;
    },
    mend() {
      state = "up";
      latencyMs = 0;
      for (const socket of sockets) if (!stranded.has(socket)) socket.resume();
    },
    /** Leads to where the server is now; connections that stand stay where they are. */
    turnTo(moved: string) {
      ({ hostname, port } = new URL(moved));
    },
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
