export type DescribedError = {
  type: string;
  message: string;
  stack: string;
  [field: string]: unknown;
};

/** Further fields of Node's, Postgres' and ioredis' errors that are about code and never about data. */
const FIELDS = [
  "code",
  "errno",
  "syscall",
  "address",
  "port",
  "severity",
  "schema",
  "table",
  "column",
  "constraint",
  "routine",
  "reason",
];
const MAX_DEPTH = 3;
const MAX_MESSAGE_CHARS = 2_000;

/**
 * The parts of an error that may be logged or sent away: what went wrong and where, but not with which data. Postgres'
 * `detail` has whole rows, an invalid URL its password, a failed command its arguments: only known fields are taken.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: "something was thrown that is no error", stack: "" };
  const message = withoutData(String(error.message));
  const frames = /\n {4}at [^]*$/.exec(error.stack ?? "")?.[0] ?? "";
  const fields = FIELDS.flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" || typeof value === "number" ? [[name, value] as const] : [];
  });
  const inner = depth < MAX_DEPTH;
  return {
    type: error.name,
    message,
    stack: `${error.name}: ${message}${frames}`,
    ...Object.fromEntries(fields),
    ...(inner && error.cause instanceof Error && { cause: describeError(error.cause, depth + 1) }),
    ...(inner &&
      error instanceof AggregateError && { errors: error.errors.map((each) => describeError(each, depth + 1)) }),
  };
}

/** Where messages quote their input: JSON.parse quotes its text, Postgres a value behind a colon. */
export const withoutData = (message: string) =>
  withoutSecrets(message.slice(0, MAX_MESSAGE_CHARS))
    .replace(/(\.\.\.)?"[^]*"(\.\.\.)? is not valid JSON/, '"…" is not valid JSON')
    .replace(/: "[^]*"/, ': "…"');

const SECRETS: [RegExp, string][] = [
  // The user and the password of a URL.
  [/(\b[a-z][a-z\d+]{0,20}:\/\/)[^\s/"\\]{0,1000}@/gi, "$1[redacted]@"],
  [/\b(tandem=)[\w.%-]+/g, "$1[redacted]"],
  [/(\/join\/)[\w%-]+/g, "$1[redacted]"],
  [/\b(bearer|basic) +[\w.~+/=-]{8,}/gi, "$1 [redacted]"],
];

/** A text without passwords, cookies and tokens, wherever they appear in it. */
export const withoutSecrets = (text: string): string =>
  SECRETS.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
