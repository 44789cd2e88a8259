import { MAX_CONNECTIONS_PER_USER_AND_DOCUMENT, MAX_STRANGERS_PER_DOCUMENT } from "../../protocol/limits.ts";
import { openRaw } from "./raw-socket.ts";
import type { Person, Stack } from "./stack.ts";

/** So many sockets of somebody in a session, open until they are disposed of, and what each was answered. */
export async function openMany(stack: Stack, { cookie }: Person, sessionId: string, count: number) {
  const sockets = await Promise.all(Array.from({ length: count }, () => openRaw(stack, cookie)));
  return {
    answers: await Promise.all(sockets.map((socket) => socket.signIn(sessionId))),
    [Symbol.dispose]: () => sockets.forEach((socket) => socket[Symbol.dispose]()),
  };
}

/** Takes all places of a session that people have who came by the link, until it is disposed of. */
export async function fillWithStrangers(stack: Stack, sessionId: string): Promise<Disposable> {
  const crowd = new DisposableStack();
  for (let left = MAX_STRANGERS_PER_DOCUMENT; left > 0; left -= MAX_CONNECTIONS_PER_USER_AND_DOCUMENT) {
    const stranger = await stack.signUp(`Stranger ${left}`);
    const count = Math.min(left, MAX_CONNECTIONS_PER_USER_AND_DOCUMENT);
    const { answers } = crowd.use(await openMany(stack, stranger, sessionId, count));
    if (!answers.every((answer) => answer.startsWith("let in"))) throw new Error(`Refused: ${answers.join(", ")}`);
  }
  return crowd;
}
