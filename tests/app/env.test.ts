import { expect, test } from "vitest";
import { readEnv } from "../../app/server/env.ts";

const good = {
  DATABASE_URL: "postgres://localhost/tandem",
  AUTH_SECRET: "x".repeat(32),
  APP_ORIGIN: "https://tandem.example",
};
/** The settings that an error names. */
const blamed = (settings: Record<string, string>) => {
  try {
    readEnv(settings as unknown as NodeJS.ProcessEnv);
    return [];
  } catch (error) {
    return [...String(error).matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
  }
};

test("P12 all settings that are missing or malformed are named at once", () => {
  expect(blamed({})).toEqual(["DATABASE_URL", "AUTH_SECRET", "APP_ORIGIN"]);
  expect(
    blamed({
      ...good,
      DATABASE_URL: "",
      AUTH_SECRET: "your-secret-of-at-least-32-characters",
      APP_ORIGIN: "<your-origin>",
    }),
  ).toEqual(["DATABASE_URL", "AUTH_SECRET", "APP_ORIGIN"]);
  const malformed = {
    DATABASE_URL: "mysql://x",
    AUTH_SECRET: "short",
    APP_ORIGIN: "https://tandem.example/",
    PORT: "0",
    DATABASE_POOL: "many",
    ALLOW_GUESTS: "no",
    LOG_LEVEL: "loud",
    COLLAB_NODES: "127.0.0.1:3001,elsewhere",
    COLLAB_URL: "https://x",
    PREVIEW_ORIGIN: "https://preview.example/preview",
    TRUST_PROXY: "true",
    GITHUB_URL: "github",
    SENTRY_DSN: "https://sentry.example/1",
  };
  expect(blamed({ ...good, ...malformed }).sort()).toEqual(Object.keys(malformed).sort());
});

test("P12 settings that are well-formed are taken", () => {
  for (const COLLAB_NODES of ["127.0.0.1:3001", "a:1, dns:collab.internal:3001", "[fdaa::3]:3001"]) {
    for (const TRUST_PROXY of ["1", "loopback, 10.0.0.0/8", "fdaa::/16", ""])
      expect(blamed({ ...good, COLLAB_NODES, TRUST_PROXY, PORT: "" })).toEqual([]);
  }
});
