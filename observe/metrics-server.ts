/** Where Prometheus reads a process' numbers: a port of its own, for the operator only. */
import { once } from "node:events";
import { createServer } from "node:http";
import * as prometheus from "prom-client";

/**
 * Serves the process' one registry at `/metrics` of `port`, and nothing else; no port, nothing served. Resolves when it
 * listens, with a function that ends it and everything on it. Throws one sentence where the port cannot be had.
 */
export async function serveMetrics({ port, host }: { port: number | undefined; host: string }): Promise<() => void> {
  if (port === undefined) return () => undefined;
  const server = createServer((request, response) => {
    const answer = (status: number, contentType: string, body: string) =>
      response.writeHead(status, { "Content-Type": contentType, "Cache-Control": "no-store" }).end(body);
    if (request.url?.split("?", 1)[0] !== "/metrics")
      return void answer(404, "text/plain; charset=utf-8", "There is nothing here but /metrics.");
    prometheus.register.metrics().then(
      (body) => answer(200, prometheus.register.contentType, body),
      () => answer(500, "text/plain; charset=utf-8", "The numbers could not be read."),
    );
  });
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    // Without the error's code: our parent process would try another main port, which does not help here.
    throw new Error(
      `Metrics cannot be served at ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
