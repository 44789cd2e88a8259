/** Hocuspocus with the Redis extension as it comes, and nothing else. */
import { Redis } from "@hocuspocus/extension-redis";
import { Server } from "@hocuspocus/server";
import { randomUUID } from "node:crypto";

const { hostname, port } = new URL(process.env.REDIS_URL ?? "");
await new Server({
  port: Number(process.env.PORT),
  address: "127.0.0.1",
  quiet: true,
  extensions: [new Redis({ host: hostname, port: Number(port), identifier: randomUUID() })],
}).listen();
