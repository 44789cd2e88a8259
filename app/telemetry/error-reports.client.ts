import {
  BrowserClient,
  dedupeIntegration,
  defaultStackParser,
  getCurrentScope,
  globalHandlersIntegration,
  linkedErrorsIntegration,
  makeFetchTransport,
} from "@sentry/browser";
import { scrubEvent } from "../../observe/scrub-event.ts";

/** Sends what nobody catches in this page, and what its boundaries hand to `reportError`, to Sentry. */
export function reportErrors(dsn: string): void {
  const client = new BrowserClient({
    dsn,
    transport: makeFetchTransport,
    stackParser: defaultStackParser,
    integrations: [globalHandlersIntegration(), linkedErrorsIntegration(), dedupeIntegration()],
    sendClientReports: false,
    beforeSend(event, { originalException }) {
      // A rejection by which Monaco gives something up is not a failure.
      if (originalException instanceof Error && originalException.name === "Canceled") return null;
      return { ...scrubEvent(event), tags: { process: "browser" } };
    },
  });
  getCurrentScope().setClient(client);
  client.init();
}
