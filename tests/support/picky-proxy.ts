import { once } from "node:events";
import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";

/** A proxy as companies have them: pages pass, and WebSockets only while `passesSockets` is true. */
export async function startPickyProxy(target: () => string) {
  const proxy = {
    passesSockets: true,
    port: 0,
    [Symbol.dispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
  const server = createServer((incoming, answer) => {
    const { hostname, port } = new URL(target());
    const onward = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
        response.pipe(answer);
      },
    );
    onward.on("error", () => answer.destroy());
    incoming.pipe(onward);
  });
  server.on("upgrade", (incoming, socket) => {
    socket.on("error", () => socket.destroy());
    if (!proxy.passesSockets)
      return socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    const { hostname, port } = new URL(target());
    const onward = connect(Number(port), hostname);
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
    for (let i = 0; i < incoming.rawHeaders.length; i += 2)
      lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
    onward.on("error", () => socket.destroy()).write(`${lines.join("\r\n")}\r\n\r\n`);
    onward.pipe(socket).pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}
