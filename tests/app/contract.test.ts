/** Its parts are in one file for the runner: what is written down must have been seen in one of them. */
import { request } from "node:http";
import { expect } from "vitest";
import { codeIn } from "../support/doc-tables.ts";
import { startStack } from "../support/stack.ts";
import { addressesAsked, errorsSeen, table, test } from "./contract/contract-test.ts";
import "./contract/sessions.ts";
import "./contract/messages.ts";
import "./contract/people.ts";
import "./contract/reviews.ts";
import "./contract/runs.ts";
import "./contract/refusals.ts";
import "./contract/sockets.ts";
import "./contract/processes.ts";

test("P13 each address and each refusal that is written down was seen above, and no other", () => {
  expect([...addressesAsked].sort()).toEqual(codeIn(table("Addresses")).sort());
  expect([...errorsSeen].sort()).toEqual(
    table("Errors")
      .map(([status = "", code = ""]) => `${status} ${code.replaceAll("`", "")}`)
      .sort(),
  );
});

test("P13 over https the cookie is a __Host- one, whatever host a proxy puts in its place", async () => {
  const appOrigin = "https://tandem.example";
  await using secure = await startStack({ env: { APP_ORIGIN: appOrigin, TRUST_PROXY: "1" } });
  const answer = await new Promise<{ status?: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const headers = {
      host: "127.0.0.1:8080",
      origin: appOrigin,
      "content-type": "application/x-www-form-urlencoded",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "10.0.0.1",
    };
    request(`${secure.origin}/auth/guest`, { method: "POST", headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    })
      .on("error", reject)
      .end("name=Ada");
  });
  expect([answer.status, answer.headers.location]).toEqual([303, "/sessions"]);
  expect(answer.headers["set-cookie"]).toEqual([
    expect.stringMatching(/^__Host-tandem=[\w-]+\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/),
  ]);
  expect(answer.headers["strict-transport-security"]).toMatch(/^max-age=\d+/);
});
