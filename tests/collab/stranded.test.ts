import { expect, test } from "vitest";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { connect } from "../support/connection.ts";
import { openLink } from "../support/link.ts";
import { startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";

test("P11 L2 edits are saved over new connections to Postgres when the old ones have died without a reset", async () => {
  using link = await openLink(process.env.TEST_POSTGRES ?? "");
  await using stack = await startStack({ web: false, link });
  const ada = await stack.signUp("Ada");
  const sessionId = await stack.newSession(ada.user, { content: "" });
  using page = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
  await page.synced;
  page.text().insert(0, "before");
  await page.durable();
  link.abandon();
  page.text().insert(6, ", after");
  await page.sent();
  page.provider.sendStateless(JSON.stringify({ type: "mark", n: 1_000 }));
  await until(() => page.events.some((event) => event.type === "durable" && event.n === 1_000));
  const stored = await findDocument(stack.db, sessionId);
  expect(stored && decodeFiles(stored)[0]?.content).toBe("before, after");
});
