import { expect } from "vitest";
import {
  MAX_CONNECTIONS_PER_DOCUMENT,
  MAX_CONNECTIONS_PER_USER,
  MAX_CONNECTIONS_PER_USER_AND_DOCUMENT,
  MAX_STRANGERS_PER_DOCUMENT,
} from "../../protocol/limits.ts";
import { closeFrame, openRaw, type RawSocket, signInFrame } from "../support/raw-socket.ts";
import type { Person } from "../support/stack.ts";
import { until } from "../support/until.ts";
import { test } from "./flood-test.ts";

test("P8 of a user, and of a user in one session, there is never one socket too many", async ({ stack, ada, read }) => {
  const alan = await stack.signUp("Alan");
  const sessions = await Promise.all(Array.from({ length: 8 }, () => stack.newSession(ada.user)));
  using crowd = new DisposableStack();
  /** Whoever has no answer after ten seconds is closed: on a busy machine they knock again. */
  const knock = async (sessionId: string): Promise<{ socket: RawSocket; sessionId: string; answer: string }> => {
    const socket = crowd.use(await openRaw(stack, alan.cookie));
    socket.send(signInFrame(sessionId));
    const isClosed = () => socket.socket.readyState === socket.socket.CLOSED;
    const answer = await until(() => socket.answers[0] ?? (isClosed() && "closed"));
    return answer === "closed" ? knock(sessionId) : { socket, sessionId, answer };
  };
  const isIn = ({ answer }: { answer: string }) => answer.startsWith("let in");
  const tries = await Promise.all(sessions.flatMap((sessionId) => Array.from({ length: 12 }, () => knock(sessionId))));
  const inside = tries.filter(isIn);
  expect(inside.length).toBe(MAX_CONNECTIONS_PER_USER);
  for (const id of sessions)
    expect(inside.filter(({ sessionId }) => sessionId === id).length).toBeLessThanOrEqual(
      MAX_CONNECTIONS_PER_USER_AND_DOCUMENT,
    );
  expect(new Set(tries.filter((each) => !isIn(each)).map(({ answer }) => answer))).toEqual(
    new Set(["refused: too-many-pages"]),
  );
  expect(await read("tandem_connections")).toBe(MAX_CONNECTIONS_PER_USER);
  // Who goes makes room, for one.
  const [gone] = inside;
  gone?.socket.socket.terminate();
  const again = gone?.sessionId ?? "";
  await until(async () => (await read("tandem_connections")) === MAX_CONNECTIONS_PER_USER - 1);
  const late = crowd.use(await openRaw(stack, alan.cookie));
  await until(async () => {
    late.send(signInFrame(again));
    const count = late.answers.length;
    await until(() => late.answers.length > count);
    return late.answers.at(-1)?.startsWith("let in");
  });
});

test("P8 strangers fill no session to the last place: whoever has a role gets in, and its owner always", async ({
  stack,
}) => {
  const owner = await stack.signUp("Owner");
  const sessionId = await stack.newSession(owner.user);
  using crowd = new DisposableStack();
  const fill = async (person: Person, count: number) => {
    const answers: string[] = [];
    for (let i = 0; i < count; i++) {
      const socket = crowd.use(await openRaw(stack, person.cookie));
      socket.send(signInFrame(sessionId));
      answers.push(await until(() => socket.answers[0]));
    }
    return answers.filter((answer) => answer.startsWith("let in")).length;
  };
  const people = (count: number, name: string) =>
    Promise.all(Array.from({ length: count }, (_, i) => stack.signUp(`${name} ${i}`)));
  const [strangers, members] = [
    await people(MAX_STRANGERS_PER_DOCUMENT / 10 + 1, "Stranger"),
    await people(6, "Member"),
  ];
  const inside = await Promise.all(strangers.map((person) => fill(person, 10)));
  expect(inside.reduce((sum, count) => sum + count, 0)).toBe(MAX_STRANGERS_PER_DOCUMENT);
  const [late] = await people(1, "Late");
  expect(late && (await fill(late, 1))).toBe(0);
  for (const { user } of members) {
    await stack.db
      .insertInto("participants")
      .values({ session_id: sessionId, user_id: user.id, role: "viewer", via: "invite", color: "#0c69e4" })
      .execute();
  }
  const membersInside = await Promise.all(members.map((person) => fill(person, 10)));
  expect(membersInside.reduce((sum, count) => sum + count, 0)).toBe(
    MAX_CONNECTIONS_PER_DOCUMENT - MAX_STRANGERS_PER_DOCUMENT,
  );
  expect(await fill(owner, 11)).toBe(MAX_CONNECTIONS_PER_USER_AND_DOCUMENT);
});

test("P8 a document is not opened a hundred times by leaving it a hundred times", async ({ stack, read, attack }) => {
  const barbara = await stack.signUp("Barbara");
  const sessionId = await stack.newSession(barbara.user);
  using restless = await attack(barbara, sessionId);
  for (let i = 0; i < 400; i++) {
    restless.send(closeFrame(sessionId));
    restless.send(signInFrame(sessionId));
  }
  await until(async () => (await read("tandem_slowed_total")) > 0);
  expect(restless.answers.length).toBeLessThan(300);
  expect(restless.socket.readyState).toBe(restless.socket.OPEN);
});

test("P8 frames that never become whole take 32 MB of a node for a user, and nobody else's", async ({
  stack,
  ada,
  read,
  memory,
  attack,
}) => {
  const [hoarder, neighbour] = [await stack.signUp("Hoarder"), await stack.signUp("Neighbour")];
  const sessionId = await stack.newSession(ada.user);
  using page = await attack(neighbour, sessionId);
  page.sendHalf(8_000_000, 4_000_000);
  let ended = 0;
  const before = memory();
  using sockets = new DisposableStack();
  for (let i = 0; i < 9; i++) {
    const socket = sockets.use(await attack(hoarder, sessionId));
    void socket.closed.then(() => ended++);
    socket.sendHalf(8_000_000, 7_900_000);
  }
  await until(() => ended === 5);
  expect(await read("tandem_refused_total", { reason: "half-sent" })).toBe(5);
  expect(memory() - before).toBeLessThan(100_000_000);
  expect(page.socket.readyState).toBe(page.socket.OPEN);
});

test("P8 sockets are not opened by the hundred a second", async ({ stack, read }) => {
  const edsger = await stack.signUp("Edsger");
  const tries = await Promise.allSettled(Array.from({ length: 300 }, () => openRaw(stack, edsger.cookie)));
  for (const done of tries) if (done.status === "fulfilled") done.value[Symbol.dispose]();
  expect(tries.filter(({ status }) => status === "fulfilled").length).toBeLessThan(250);
  expect(await read("tandem_refused_total", { reason: "too-many" })).toBeGreaterThan(0);
});
