import type { Connection, Document } from "@hocuspocus/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { BriefAwareness } from "../../app/routes/sessions.$sessionId/connection/brief-awareness.client.ts";
import { BriefPresence } from "../../collab/document/brief-presence.ts";
import { randomFrom } from "../support/random.ts";

/** Awareness looks after itself every few seconds. */
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const grace = { id: "grace", name: "Grace" };
const at = (clock: number) => ({ item: { client: 1, clock }, assoc: 0 });

/** A page's awareness, and one that says to it what a server would. */
function open() {
  const awareness = new BriefAwareness(new Y.Doc());
  const server = new Awareness(new Y.Doc());
  const changes: number[][] = [];
  awareness.on("change", ({ added, updated }: Record<string, number[]>) => changes.push([...added!, ...updated!]));
  let clock = 0;
  return {
    awareness,
    changes,
    /** With a later clock each time. */
    say(states: Record<number, unknown>) {
      const ids = Object.keys(states).map(Number);
      clock++;
      for (const id of ids) server.meta.set(id, { clock, lastUpdated: 0 });
      const said = new Map(ids.map((id) => [id, states[id]])) as Awareness["states"];
      applyAwarenessUpdate(awareness, encodeAwarenessUpdate(server, ids, said), "server");
    },
    stateOf: (id: number) => awareness.getStates().get(id),
    /** As the provider does at the end of a connection, and y-protocols with whom it has not heard of for long. */
    remove: (...ids: number[]) => removeAwarenessStates(awareness, ids, "timeout"),
  };
}

test("what has changed is put into the last state, and a caret gets the anchor that it comes without", () => {
  const { say, stateOf, changes } = open();
  const selection = { anchor: at(1), head: at(4) };
  say({ 7: { user: grace, file: "a", typing: true, selections: [selection] } });
  say({ 7: [{ selections: [{ head: at(5) }, selection] }] });
  const selections = [{ anchor: at(5), head: at(5) }, selection];
  expect(stateOf(7)).toEqual({ user: grace, file: "a", typing: true, selections });
  say({ 7: [{ typing: null, file: "b" }] });
  expect(stateOf(7)).toEqual({ user: grace, file: "b", typing: null, selections });
  expect(changes).toEqual([[7], [7], [7]]);
  // They only say that they are still there.
  const before = stateOf(7);
  say({ 7: [{}] });
  expect(stateOf(7)).toBe(before);
  say({ 7: null });
  expect(stateOf(7)).toBeUndefined();
});

test("P6 a change of somebody of whom nothing is known makes nobody, until all of them is known", () => {
  const { say, stateOf } = open();
  say({ 7: [{ file: "a" }] });
  say({ 7: [{}] });
  expect(stateOf(7)).toBeUndefined();
  say({ 7: { user: grace, file: "a" } });
  say({ 7: [{ file: "b" }] });
  expect(stateOf(7)).toEqual({ user: grace, file: "b" });
});

test("P11 whoever the page had taken for gone is whole again with the next change, but not for ever", () => {
  const { say, stateOf, remove } = open();
  say({ 7: { user: grace, file: "a" }, 8: { user: grace, file: "b" } });
  remove(7, 8);
  expect(stateOf(7)).toBeUndefined();
  say({ 7: [{ file: "c" }] });
  expect(stateOf(7)).toEqual({ user: grace, file: "c" });
  for (let id = 100; id < 2_100; id++) say({ [id]: { user: grace } });
  remove(...Array.from({ length: 2_000 }, (_, nth) => nth + 100));
  say({ 8: [{ file: "c" }], 100: [{}], 2_099: [{}] });
  expect([8, 100, 2_099].map(stateOf)).toEqual([undefined, undefined, { user: grace }]);
});

test("a page's own state is there from the beginning, and takes what the server says of it", () => {
  const { awareness, say, stateOf } = open();
  const own = awareness.clientID;
  expect(awareness.getLocalState()).toEqual({});
  awareness.setLocalState({ file: "a" });
  say({ 7: { user: grace } });
  say({ [own]: [{ user: grace }] });
  expect(stateOf(own)).toEqual({ file: "a", user: grace });
});

test("P11 in whatever order people come, move, sleep and go, who reads briefly sees what everybody else sees", () => {
  const { seed, below } = randomFrom(process.env.SEED);
  console.log(`seed ${seed}`);
  for (let run = 0; run < 50; run++) {
    const server = new Awareness(new Y.Doc());
    server.setLocalState(null);
    const [brief, stock] = [new BriefAwareness(new Y.Doc()), new Awareness(new Y.Doc())];
    for (const page of [brief, stock]) page.setLocalState(null);
    const presence = new BriefPresence();
    const connections = new Map<Connection, unknown>();
    const come = () =>
      connections.set({ request: { url: "http://node/collab?presence=brief" } } as unknown as Connection, {});
    const document = { connections, awareness: server } as unknown as Document;
    const tell = (ids: number[]) => {
      const states = presence.statesFor(document, ids);
      applyAwarenessUpdate(brief, encodeAwarenessUpdate(server, ids, states), "server");
      applyAwarenessUpdate(stock, encodeAwarenessUpdate(server, ids), "server");
    };
    const move = (id: number) => {
      const known = server.states.get(id) ?? { user: { ...grace, id } };
      const [one, other] = [at(below(3)), at(below(3))];
      const changes = [
        {},
        { typing: true },
        { file: "a" },
        { file: null },
        { selections: [{ anchor: one, head: other }] },
      ];
      server.states.set(id, { ...known, ...changes[below(changes.length)] });
      server.meta.set(id, { clock: (server.meta.get(id)?.clock ?? 0) + 1, lastUpdated: 0 });
      return id;
    };
    const some = () => [1, 2, 3, 4, 5].filter(() => below(3) === 0);
    const acts = [
      () => tell(some().map(move)),
      () => tell(some().map(move)),
      come,
      () => {
        tell(some().filter((id) => server.states.delete(id)));
      },
      () => {
        const ids = some();
        for (const page of [brief, stock]) removeAwarenessStates(page, ids, "timeout");
      },
      () => {
        for (const page of [brief, stock]) removeAwarenessStates(page, [...page.states.keys()], "closed");
        connections.clear();
        some().forEach(move);
        come();
        const all = encodeAwarenessUpdate(server, [...server.states.keys()]);
        for (const page of [brief, stock]) applyAwarenessUpdate(page, all, "server");
      },
    ];
    come();
    for (let step = 0; step < 100; step++) {
      acts[below(acts.length)]?.();
      expect([seed, run, seenBy(brief)]).toEqual([seed, run, seenBy(stock)]);
    }
  }
});

/** What is gone and what is null is the same for who reads it. */
const seenBy = ({ states }: Awareness) => JSON.parse(JSON.stringify([...states])) as unknown;
