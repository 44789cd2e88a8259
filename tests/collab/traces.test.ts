import { setImmediate as nextTurn } from "node:timers/promises";
import { expect } from "vitest";
import * as Y from "yjs";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { connect, type Connection, Uplink } from "../support/connection.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { readTrace, typePatches } from "../support/traces.ts";
import { Typist } from "../support/typist.ts";
import { until } from "../support/until.ts";

/**
 * How much of the longest recording is typed. It is more than the budget of one person and comes at a quarter of the
 * node's time: all of it, 138,000 keys with KEYS=Infinity, takes two minutes.
 */
const KEYS = Number(process.env.KEYS ?? 40_000);
const TYPED_MS = 600_000;
const TIMEOUT_MS = 900_000;

const contentOf = ({ text }: Connection) => text().toString();

const test = stackTest()
  /** Every copy holds `content`: each page, the server's, the stored one, and what a new process loads from it. */
  .extend(
    "expectEverywhere",
    { scope: "file" },
    ({ stack, ada, grace }) =>
      async (content: string, sessionId: string, pages: Connection[]) => {
        await until(() => !pages.some(({ provider }) => provider.hasUnsyncedChanges), TYPED_MS);
        {
          using third = connect(stack.origin, sessionId, grace);
          await third.synced;
          expect(contentOf(third)).toBe(content);
        }
        for (const page of pages) {
          await until(() => contentOf(page) === content);
          page[Symbol.dispose]();
        }
        await stack.restartCollab("SIGTERM");
        const stored = await findDocument(stack.db, sessionId);
        expect(stored && decodeFiles(stored)).toMatchObject([{ path: "main.ts", content }]);
        using later = connect(stack.origin, sessionId, ada);
        await later.synced;
        expect(contentOf(later)).toBe(content);
      },
  );

test(
  "P2 what two people typed at once ends as it did for them, in every copy (friendsforever)",
  { timeout: TIMEOUT_MS },
  async ({ stack, ada, grace, expectEverywhere }) => {
    const trace = readTrace("friendsforever");
    const sessionId = await stack.newSession(ada.user);
    // Where both insert at one place Yjs puts the smaller client id first, and the recording its first person. With
    // random ids every copy would be the same too, but in half of the runs not the same as the recording.
    const open = ({ cookie }: Person, clientId: number) => {
      const ydoc = new Y.Doc();
      ydoc.clientID = clientId;
      const uplink = new Uplink();
      return { uplink, page: connect(stack.origin, sessionId, { cookie, ydoc, uplink }) };
    };
    const [adas, graces] = [open(ada, 1), open(grace, 2)];
    await Promise.all([adas.page.synced, graces.page.synced]);
    const [first, second] = [new Typist(trace, adas), new Typist(trace, graces)];
    const [firsts = [], seconds = []] = trace.people;
    await Promise.all([first.type(firsts, second), second.type(seconds, first)]);
    await Promise.all([first.see(seconds.length, second), second.see(firsts.length, first)]);
    await expectEverywhere(trace.endContent, sessionId, [adas.page, graces.page]);
  },
);

test(
  "P2 what somebody typed, sent key by key and all at once, is what everybody sees (sveltecomponent)",
  { timeout: TIMEOUT_MS },
  async ({ stack, ada, grace, expectEverywhere }) => {
    const trace = readTrace("sveltecomponent");
    const sessionId = await stack.newSession(ada.user);
    const [adas, graces] = [connect(stack.origin, sessionId, ada), connect(stack.origin, sessionId, grace)];
    await Promise.all([adas.synced, graces.synced]);
    for (const { patches } of trace.people[0] ?? []) typePatches(adas.text(), patches, trace);
    await expectEverywhere(trace.endContent, sessionId, [adas, graces]);
  },
);

test(
  "P2 P8 who replays 40,000 small updates at once gets through, in pieces that keep nobody waiting",
  { timeout: TIMEOUT_MS },
  async ({ stack, ada, grace, expectEverywhere }) => {
    const trace = readTrace("seph-blog1");
    const sessionId = await stack.newSession(ada.user);
    const uplink = new Uplink();
    const adas = connect(stack.origin, sessionId, { ...ada, uplink });
    const graces = connect(stack.origin, sessionId, grace);
    await Promise.all([adas.synced, graces.synced]);
    uplink.hold();
    const txns = trace.people[0] ?? [];
    for (const [i, { patches }] of txns.slice(0, KEYS).entries()) {
      typePatches(adas.text(), patches, trace);
      // Pings are to be answered meanwhile: a page that reconnects sends one update for all of it.
      if (i % 100 === 0) await nextTurn();
    }
    uplink.letThrough(Infinity);
    // What a node merges before it sends takes it time that grows with the square: half a minute for all of this.
    let largestFrame = 0;
    graces.socket.on(
      "message",
      ({ data }: { data: ArrayBuffer }) => (largestFrame = Math.max(largestFrame, data.byteLength)),
    );
    await until(() => !adas.provider.hasUnsyncedChanges, TYPED_MS);
    await until(() => contentOf(graces) === contentOf(adas), TYPED_MS);
    expect(largestFrame).toBeLessThan(10_000);
    const content = contentOf(adas);
    if (txns.length <= KEYS) expect(content).toBe(trace.endContent);
    await expectEverywhere(content, sessionId, [adas, graces]);
  },
);
