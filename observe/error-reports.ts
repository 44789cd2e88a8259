/**
 * Sends errors to Sentry, or to anything that speaks its protocol, where `SENTRY_DSN` is set. Otherwise its code is not
 * even loaded.
 */
import { describeError } from "./describe-error.ts";
import { scrubEvent } from "./scrub-event.ts";

const SEND_TIMEOUT_MS = 5_000;

export type ErrorReports = { report: (error: unknown) => void; close: () => Promise<void> };

/**
 * Opens the way to `dsn` for one process; without a DSN `report` does nothing.
 * Not `@sentry/node`: that one brings an OpenTelemetry SDK, registers it, and hooks into every module.
 */
export async function openErrorReports(
  dsn: string | undefined,
  { name, environment }: { name: string; environment: string },
): Promise<ErrorReports> {
  if (!dsn) return { report: () => {}, close: async () => {} };
  const [{ createTransport, Scope, createStackParser }, { nodeStackLineParser, ServerRuntimeClient }] =
    await Promise.all([import("@sentry/core"), import("@sentry/core/server")]);
  const client = new ServerRuntimeClient({
    dsn,
    environment,
    platform: "node",
    runtime: { name: "node", version: process.version },
    integrations: [],
    sendClientReports: false,
    stackParser: createStackParser(nodeStackLineParser()),
    beforeSend: (event) => ({ ...scrubEvent(event), tags: { process: name } }),
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        const response = await fetch(options.url, {
          method: "POST",
          headers: options.headers,
          body: typeof body === "string" ? body : new Uint8Array(body),
          signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
        });
        await response.body?.cancel();
        return {
          statusCode: response.status,
          headers: {
            "x-sentry-rate-limits": response.headers.get("x-sentry-rate-limits"),
            "retry-after": response.headers.get("retry-after"),
          },
        };
      }),
  });
  client.init();
  return {
    report(error) {
      const { type, message, stack } = describeError(error);
      // A new error, so that nothing attached to the old one, such as a refused row, gets in.
      client.captureException(Object.assign(new Error(message), { name: type, stack }), undefined, new Scope());
    },
    close: async () => void (await client.close(1_000)),
  };
}
