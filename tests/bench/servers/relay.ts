/** The least that a server can do: what arrives goes to everybody else at the same address, unread. */
import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";

const rooms = new Map<string, Set<WebSocket>>();
const server = createServer((_request, response) => response.end("ready"));
new WebSocketServer({ server }).on("connection", (socket, { url = "" }) => {
  const room = rooms.get(url) ?? new Set();
  rooms.set(url, room.add(socket));
  socket.on("message", (data: Buffer) => {
    for (const other of room) if (other !== socket) other.send(data, { binary: true });
  });
  socket.on("close", () => {
    room.delete(socket);
    if (room.size === 0) rooms.delete(url);
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1");
