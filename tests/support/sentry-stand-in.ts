import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export type Envelope = {
  path: string;
  headers: Record<string, unknown>;
  /** As it came, for what must not be in it. */
  text: string;
  items: { header: { type: string }; body: Record<string, unknown> }[];
};

/** What takes Sentry's envelopes and keeps them, for processes and for pages. */
export async function startSentry() {
  const envelopes: Envelope[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "application/json" }).end("{}");
      const bytes = Buffer.concat(chunks);
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
      if (!text) return;
      const [, ...lines] = text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const items = lines.flatMap((line, i) =>
        i % 2 === 0 ? [{ header: line as { type: string }, body: lines[i + 1] ?? {} }] : [],
      );
      envelopes.push({ path: request.url ?? "", headers: request.headers, text, items });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    dsn: `http://key@127.0.0.1:${port}/7`,
    envelopes,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
