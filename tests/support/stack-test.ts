import { expect } from "vitest";
import { connect, type ConnectionWish } from "./connection.ts";
import { openLink } from "./link.ts";
import { startOpenAI } from "./openai-stand-in.ts";
import { openRaw } from "./raw-socket.ts";
import { type Person, startStack, type StackWish } from "./stack.ts";
import { test } from "./started.ts";
import { storedText } from "./stored-text.ts";

/** What a stack has around it: a wire to its Postgres, an AI. */
type Wish = Omit<StackWish, "link"> & { isWired?: boolean; hasAI?: boolean };

/** Vitest's `test`, with one stack for a file, some people, and their ways to the collab process. */
export const stackTest = ({ isWired = false, hasAI = false, env, ...wish }: Wish = {}) =>
  test
    /** The wire between a wired stack and its Postgres. */
    .extend("postgres", { scope: "file" }, async ({ started }) =>
      started.use(await openLink(process.env.TEST_POSTGRES ?? "")),
    )
    .extend("ai", { scope: "file" }, async ({ started }) => started.use(await startOpenAI()))
    .extend("stack", { scope: "file" }, async ({ started, postgres, ai }) => {
      const link = isWired ? postgres : undefined;
      const stack = started.use(await startStack({ ...wish, link, env: { ...(hasAI && ai.env), ...env } }));
      // What stands still behind the wire could not end.
      started.defer(() => postgres.mend());
      return stack;
    })
    .extend("ada", { scope: "file" }, ({ stack }) => stack.signUp("Ada"))
    .extend("grace", { scope: "file" }, ({ stack }) => stack.signUp("Grace"))
    /** Somebody's page in a session, as a script, straight at the collab process. */
    .extend(
      "open",
      { scope: "file" },
      ({ stack }) =>
        ({ cookie }: Person, sessionId: string, wish: Partial<ConnectionWish> = {}) =>
          connect(stack.collabOrigin, sessionId, { cookie, page: stack.origin, ...wish }),
    )
    /** Somebody's socket in a session, on which any bytes can be sent. */
    .extend("attack", { scope: "file" }, ({ stack }) => async (person: Person, sessionId: string) => {
      const socket = await openRaw(stack, person.cookie);
      expect(await socket.signIn(sessionId)).toMatch(/^let in/);
      return socket;
    })
    .extend(
      "storedText",
      { scope: "file" },
      ({ stack }) =>
        (sessionId: string) =>
          storedText(stack, sessionId),
    );
