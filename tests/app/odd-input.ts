/** What nobody's browser would send, for fast-check to try. */
import fc from "fast-check";

export const oddIds = (sessionId: string) =>
  fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 300 }).map((text) => encodeURIComponent(text.toWellFormed())),
    fc.constantFrom(
      "..",
      "%00",
      "%2e%2e%2f",
      "__proto__",
      "constructor",
      `${sessionId}%00`,
      `${sessionId}%20`,
      `${sessionId}x`,
      "x".repeat(10_000),
      "';--",
      "%F0%9F%99%82",
    ),
  );

const keys = fc.constantFrom(
  "title",
  "language",
  "visibility",
  "linkRole",
  "role",
  "id",
  "body",
  "expiresIn",
  "maxUses",
  "kind",
  "runner",
  "fileId",
  "path",
  "codeHash",
  "state",
  "exitCode",
  "tookMs",
  "n",
  "pieces",
  "__proto__",
  "constructor",
  "",
);

/** Bodies in JSON. */
export const oddBodies = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(keys, fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.string({ unit: "binary", maxLength: 200 })), {
    maxKeys: 4,
  }),
);

/** The fields of a form. */
export const oddFields = (sessionId: string) =>
  fc.dictionary(
    fc.constantFrom(
      "intent",
      "sessionId",
      "title",
      "name",
      "theme",
      "returnTo",
      "link",
      "language",
      "visibility",
      "linkRole",
      "template",
      "file",
      "__proto__",
      "x",
    ),
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.constantFrom(sessionId, "rename", "duplicate", "name", "theme", "typescript", "private", "file", "sample"),
    ),
  );

export const oddQueries = fc.dictionary(
  fc.constantFrom("scope", "q", "language", "sort", "limit", "offset", "show", "rename", "deleted", "before", "x"),
  fc.string({ unit: "binary", maxLength: 250 }),
);
