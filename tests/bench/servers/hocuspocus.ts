/** Hocuspocus as it comes: no extension, nobody asked who she is, nothing kept. */
import { Server } from "@hocuspocus/server";

await new Server({ port: Number(process.env.PORT), address: "127.0.0.1", quiet: true }).listen();
