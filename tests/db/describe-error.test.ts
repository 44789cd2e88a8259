import { sql } from "kysely";
import { expect, test } from "vitest";
import { describeError, withoutSecrets } from "../../observe/describe-error.ts";
import { createDatabase } from "../support/database.ts";
import { newId, newSession, signUpGuest } from "../support/person.ts";

/** What `run` throws, as it would be logged. */
async function described(run: () => unknown) {
  try {
    await run();
  } catch (error) {
    return JSON.stringify(describeError(error));
  }
  throw new Error("It threw nothing.");
}

test("what is written down of an error says what and where, and nothing of the data", async () => {
  const parsed = await described(() => JSON.parse("const secret = 1"));
  expect(parsed).toContain('"type":"SyntaxError"');
  expect(parsed).toContain("describe-error.test.ts");
  expect(parsed).not.toContain("secret");

  const url = await described(() => new URL("postgres://tandem:hunter2@[bad"));
  expect(url).toContain("ERR_INVALID_URL");
  expect(url).not.toContain("hunter2");

  const refused = await described(() => fetch("http://127.0.0.1:1/?q=hunter2"));
  expect(refused).toContain("fetch failed");
  expect(refused).toContain('"cause":{"type":"Error"');
  expect(refused).not.toContain("hunter2");

  const several = await described(() =>
    Promise.reject(new AggregateError([new Error("to redis://:hunter2@cache"), new Error("second")])),
  );
  expect(several).toContain("second");
  expect(several).toContain("redis://[redacted]@cache");
  expect(several).not.toContain("hunter2");

  expect(describeError("hunter2")).toEqual({
    type: "string",
    message: "something was thrown that is no error",
    stack: "",
  });
  const held = Object.assign(new Error("held"), {
    command: { name: "publish", args: ["hunter2"] },
    headers: { cookie: "hunter2" },
    code: "X",
  });
  expect(describeError(held)).toEqual({
    type: "Error",
    message: "held",
    code: "X",
    stack: expect.stringContaining("Error: held\n    at ") as unknown,
  });
});

test("what Postgres says of a row it refused is written down without the row", async () => {
  await using database = await createDatabase();
  const { db } = database;
  const { user } = await signUpGuest(database, "Ada");
  const sessionId = await newSession(database, user);
  await sql`alter table chat_messages add constraint no_hunter check (body not like '%hunter2%')`.execute(db);
  const insert = () =>
    db
      .insertInto("chat_messages")
      .values({ id: newId(), session_id: sessionId, user_id: user.id, body: "It is hunter2." })
      .execute();
  const row = await described(insert);
  for (const said of ["23514", "chat_messages", "no_hunter", "violates check constraint"]) expect(row).toContain(said);
  expect(row).not.toContain("hunter2");
  const value = await described(() => sql`select ${"hunter2"}::int`.execute(db));
  expect(value).toContain("invalid input syntax for type integer");
  expect(value).not.toContain("hunter2");
});

test.each([
  ["at postgres://tandem:pa%40ss@db:5432/tandem now", "at postgres://[redacted]@db:5432/tandem now"],
  ["rediss://default:p@ss@cache:6379", "rediss://[redacted]@cache:6379"],
  ["cookie: __Host-tandem=abc-1.de_f; theme=dark", "cookie: __Host-tandem=[redacted]; theme=dark"],
  ["GET /join/AbC-123_x?y=1", "GET /join/[redacted]?y=1"],
  ["Authorization: Bearer abc.def-123=", "Authorization: Bearer [redacted]"],
  ["ada@example.com wrote to http://localhost:3000/x", "ada@example.com wrote to http://localhost:3000/x"],
])("%s is written down as %s", (text, clean) => {
  expect(withoutSecrets(text)).toBe(clean);
});
