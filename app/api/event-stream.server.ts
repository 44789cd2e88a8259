const KEEP_ALIVE_MS = 15_000;

export type Send = (event: string, data: unknown) => void;

/**
 * An answer as server-sent events, for as long as `work` goes on. Proxies see a comment every 15 s and keep the line.
 */
export function eventStream(work: (send: Send) => Promise<void>): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  // The client may be gone; the request's signal then aborts the work.
  const write = (text: string) => void writer.write(encoder.encode(text)).catch(() => {});
  const timer = setInterval(() => write(": still there\n\n"), KEEP_ALIVE_MS);
  void work((event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)).finally(() => {
    clearInterval(timer);
    writer.close().catch(() => {});
  });
  return new Response(readable, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Accel-Buffering": "no",
    },
  });
}
