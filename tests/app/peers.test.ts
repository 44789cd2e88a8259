import { expect, test } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { lastUsed, Peers } from "../../app/routes/sessions.$sessionId/connection/peers.ts";

const grace = { id: "grace" };
const at = (item: number) => [{ anchor: { item }, head: { item } }];

/** A page that sees what is published, with the connection of Grace that it takes her to be in. */
function open() {
  const awareness = new Awareness(new Y.Doc());
  const peers = new Peers();
  const read = () => peers.read(awareness);
  return {
    read,
    publish: (states: Record<number, object>) => {
      for (const [clientId, state] of Object.entries(states)) awareness.states.set(Number(clientId), state);
      return lastUsed(read()).get("grace")?.clientId;
    },
    wrote: (clientId: number) => [peers.wrote(clientId), lastUsed(read()).get("grace")?.clientId],
    leave: (...clientIds: number[]) => {
      for (const clientId of clientIds) awareness.states.delete(clientId);
      return lastUsed(read()).get("grace")?.clientId;
    },
  };
}

test("somebody is in the tab where they selected, typed or came back last, and not where they fell idle", () => {
  const { publish } = open();
  const [one, other] = [
    { user: grace, file: "a", selections: at(1) },
    { user: grace, file: "b", selections: at(1) },
  ];
  publish({ 11: one });
  expect(publish({ 12: other })).toBe(12);
  expect(publish({ 11: { ...one, selections: at(2) } })).toBe(11);
  expect(publish({ 12: { ...other, typing: true } })).toBe(12);
  expect(publish({ 11: { ...one, selections: at(3) } })).toBe(11);
  // Some seconds after the last letter in the other tab's chat.
  expect(publish({ 12: { ...other, typing: false } })).toBe(11);
  expect(publish({ 11: { ...one, selections: at(3), idle: true } })).toBe(12);
  expect(publish({ 11: { ...one, selections: at(3), idle: false } })).toBe(11);
});

test("P11 somebody is where they were, also when all of their presence comes again, and not only what had changed", () => {
  const { publish } = open();
  const item = { client: 1, clock: 7 };
  const [change, whole] = [
    { item, assoc: 0 },
    { type: { client: 1, clock: 2 }, tname: null, item, assoc: 0 },
  ];
  const state = { user: grace, file: "a" };
  publish({ 11: { ...state, selections: [{ anchor: change, head: change }] }, 12: { ...state, file: "b" } });
  publish({ 12: { ...state, file: "c" } });
  expect(publish({ 11: { ...state, selections: [{ anchor: whole, head: whole }] } })).toBe(12);
});

test("somebody is in the tab where they write, also at the end of a text, where their caret stays", () => {
  const { publish, wrote } = open();
  const state = { user: grace, file: "a", selections: at(1) };
  publish({ 11: state });
  publish({ 12: { ...state } });
  expect(wrote(11)).toEqual([true, 11]);
  // Nothing is new of who goes on writing.
  expect(wrote(11)).toEqual([false, 11]);
  expect(wrote(12)).toEqual([true, 12]);
  expect(wrote(13)).toEqual([false, 12]);
});

test("of tabs that were there before this page, the idle one and the one without a file come last", () => {
  const { publish } = open();
  expect(publish({ 11: { user: grace, file: "a", idle: true }, 12: { user: grace, file: "a" } })).toBe(12);
  expect(publish({ 12: { user: grace, file: null } })).toBe(11);
});

test("who was used last is still known when this page's own connection is back", () => {
  const { publish, leave } = open();
  const states = { 11: { user: grace, file: "a", selections: at(1) }, 12: { user: grace, file: "a" } };
  publish(states);
  publish({ 12: { user: grace, file: "a", selections: at(4) } });
  expect(leave(11, 12)).toBeUndefined();
  expect(publish({ 11: { ...states[11] }, 12: { user: grace, file: "a", selections: at(4) } })).toBe(12);
});

test("whoever has no user, or has said that they go, is not there, and a presence that did not change is the same", () => {
  const { publish, read } = open();
  publish({ 11: { user: grace, file: "a" }, 12: { file: "a" }, 13: { user: grace, file: "a", away: true } });
  const before = read();
  expect(before.map(({ clientId }) => clientId)).toEqual([11]);
  expect(read()[0]).toBe(before[0]);
});
