import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that a program would reach if it could, and what has arrived there. */
export async function listen() {
  const arrived: string[] = [];
  const server: Server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.setHeader("Access-Control-Allow-Origin", "*").end("let in");
  });
  server.on("upgrade", (request, socket) => {
    arrived.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, arrived, [Symbol.dispose]: () => server.close() };
}
