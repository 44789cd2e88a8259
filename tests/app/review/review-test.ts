import { expect } from "vitest";
import { decodeFiles, findDocument } from "../../../db/documents.ts";
import { freePort } from "../../support/free-port.ts";
import type { OpenAIStandIn } from "../../support/openai-stand-in.ts";
import { AUTH_SECRET } from "../../support/person.ts";
import { prepareProcess } from "../../support/process.ts";
import { stackTest } from "../../support/stack-test.ts";
import type { Person } from "../../support/stack.ts";
import { ask } from "../asking.ts";
import { CODE, findings } from "./reviewed-code.ts";

export type Answer = {
  suggestions: ((typeof findings)[number] & { id?: string })[];
  summary: string;
  unplaced: number;
  tokensUsed: number;
};
export type Failed = { error: { code: string; message: string } };

export const test = stackTest({ hasAI: true })
  /** Somebody new, for limits are each person's own. */
  .extend("somebody", { scope: "file" }, ({ stack }) => {
    let people = 0;
    return () => stack.signUp(`Person ${++people}`);
  })
  .extend(
    "review",
    { scope: "file" },
    ({ stack }) =>
      (as: Person, body: unknown = { code: CODE, language: "javascript" }, headers: Record<string, string> = {}) =>
        ask(stack, "POST", "/api/ai/review", { as, body, headers }),
  )
  .extend("answerOf", { scope: "file" }, ({ somebody, review }) => async (body?: unknown) => {
    const { status, json, text } = await review(await somebody(), body);
    expect([status, text]).toEqual([200, expect.anything()]);
    return json as Answer;
  })
  /** A second web process over the same database. */
  .extend("anotherWeb", { scope: "file" }, ({ stack }) => async ({ env }: OpenAIStandIn) => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const settings: NodeJS.ProcessEnv = {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      DATABASE_URL: stack.databaseUrl,
      AUTH_SECRET,
      APP_ORIGIN: origin,
      HOST: "127.0.0.1",
      PORT: String(port),
      LOG_LEVEL: "warn",
      ...env,
    };
    const web = prepareProcess("app/server/server.ts", settings, origin);
    await web.restart();
    return { origin, [Symbol.asyncDispose]: () => web.stop() };
  })
  .extend("session", { scope: "file" }, ({ stack, somebody }) => async (content = CODE) => {
    const owner = await somebody();
    const sessionId = await stack.newSession(owner.user, { content });
    const stored = await findDocument(stack.db, sessionId);
    const fileId = decodeFiles(stored ?? { snapshot: new Uint8Array(), log: [] })[0]?.id ?? "";
    return { owner, sessionId, fileId };
  });

test.beforeEach(({ ai }) => ai.behave("good", findings, "It works, mostly."));
