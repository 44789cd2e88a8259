/** Requests as the proxy before a web process passes them on: from whatever address a test says. */
import { Agent, request } from "node:http";
import type { Person } from "../support/person.ts";

export type Wish = {
  from: string;
  as?: Person;
  method?: string;
  cookie?: string;
  headers?: Record<string, string>;
  body?: string;
  /** False announces a body and never sends it. */
  hasBody?: boolean;
};
export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };

/** Thousands of connections in one moment would be more than the kernel lets wait. */
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** A request as the proxy before the server passes it on. */
export const ask = (
  path: string,
  { from, as, cookie = as?.cookie, method = "GET", headers, body, hasBody = true }: Wish,
  { origin }: { origin: string },
) =>
  new Promise<Answer>((resolve, reject) => {
    const all = { "x-forwarded-for": from, ...(cookie && { cookie }), ...headers };
    const outgoing = request(
      { host: "127.0.0.1", port: new URL(origin).port, method, path, headers: all, agent },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("end", () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
          if (!hasBody) outgoing.destroy();
        });
      },
    );
    outgoing.on("error", reject);
    if (hasBody) outgoing.end(body);
    else outgoing.flushHeaders();
  });
