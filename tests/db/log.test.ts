import { expect, test } from "vitest";
import { openLog } from "../../observe/log.ts";

const SECRET = "hunter2hunter2";

/** A log of which the lines are gathered, and the errors that it hands on. */
function gather(level = "trace") {
  const lines: string[] = [];
  const errors: unknown[] = [];
  const log = openLog("web", level, {
    onError: (error) => errors.push(error),
    to: { write: (line: string) => void lines.push(line) },
  });
  return { log, lines, errors };
}

test("fields that may hold a secret, a message or code are hidden, wherever they stand", () => {
  const { log, lines } = gather();
  for (const name of [
    "cookie",
    "authorization",
    "headers",
    "token",
    "password",
    "secret",
    "body",
    "text",
    "content",
    "update",
    "snapshot",
  ]) {
    log.info(
      { [name]: SECRET, message: { [name]: SECRET }, request: { message: { [name]: { deep: SECRET } } } },
      "done",
    );
  }
  log.warn(`opened postgres://tandem:${SECRET}@db/tandem for tandem=${SECRET}.${SECRET} at /join/${SECRET}`);
  log.error(
    {
      err: Object.assign(new Error("failed"), { detail: SECRET, query: { text: SECRET } }),
      node: { host: "db", port: 1 },
    },
    "failed",
  );
  expect(lines.length).toBe(13);
  expect(lines.join("")).not.toContain(SECRET);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ name: "web", cookie: "[redacted]", msg: "done" });
  expect(JSON.parse(lines[12] ?? "")).toMatchObject({
    err: { type: "Error", message: "failed" },
    node: { host: "db", port: 1 },
  });
});

test("errors are handed on from level error on, once", () => {
  const { log, errors, lines } = gather("warn");
  const [first, second] = [new Error("first"), new Error("second")];
  log.warn({ err: new Error("passing") }, "trying again");
  log.error({ err: first }, "failed");
  log.fatal({ err: second }, "ended");
  log.error("only a sentence");
  expect(errors).toEqual([first, second]);
  expect(lines.length).toBe(4);
});
