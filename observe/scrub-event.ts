import type { Event } from "@sentry/core";
import { withoutData } from "./describe-error.ts";

const MAX_MESSAGE_CHARS = 300;

/**
 * The parts of an event that are sent to Sentry, from a process or a page: which error it was and where in our code. No
 * request, person, crumbs, variables or lines of code: only what is named here is taken, so nothing that Sentry adds
 * later is.
 */
export function scrubEvent<Sent extends Event>({
  type,
  event_id,
  timestamp,
  platform,
  level,
  environment,
  exception,
}: Sent): Sent {
  const values = exception?.values?.map((each) => ({
    type: each.type,
    value: withoutData(each.value ?? "").slice(0, MAX_MESSAGE_CHARS),
    stacktrace: {
      frames: each.stacktrace?.frames?.map(({ filename, function: name, lineno, colno, in_app }) => ({
        filename: withoutPage(filename),
        function: name,
        lineno,
        colno,
        in_app,
      })),
    },
  }));
  return { type, event_id, timestamp, platform, level, environment, exception: { values } } as Sent;
}

/**
 * Inline scripts have their page's address, and the address of a session or an invite may be all that it takes to get
 * in.
 */
const withoutPage = (filename: string | undefined) => filename?.replace(/^(https?:\/\/[^/]+\/)(?!assets\/).*$/, "$1");
