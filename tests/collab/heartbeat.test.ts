import { Document, type Hocuspocus } from "@hocuspocus/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { outdatedTimeout } from "y-protocols/awareness";
import { Heartbeat } from "../../collab/door/heartbeat.ts";
import type { CollabMetrics } from "../../collab/metrics.ts";
import { HEARTBEAT_MS } from "../../protocol/limits.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("P11 a document has no timer of its own, and who says nothing of themselves for half a minute is gone", async () => {
  const heartbeat = new Heartbeat({ metrics: { unread: { inc: () => {} } } as unknown as CollabMetrics });
  const documents = new Map([1, 2, 3].map((i) => [String(i), new Document(String(i))]));
  await heartbeat.onConfigure({ instance: { documents } as unknown as Hocuspocus });
  for (const document of documents.values()) await heartbeat.afterLoadDocument({ document });
  expect(vi.getTimerCount()).toBe(0);
  const webSocket = { readyState: 1 };
  await heartbeat.connected({ connection: { webSocket } } as unknown as Parameters<Heartbeat["connected"]>[0]);
  expect(vi.getTimerCount()).toBe(1);

  const { awareness } = documents.get("1") as Document;
  // lib0 has taken hold of the real clock.
  const renew = (client: number) => awareness.meta.set(client, { clock: 1, lastUpdated: Date.now() });
  const [silent, present] = [1, 2];
  for (const client of [silent, present]) awareness.states.set(client, {});
  renew(silent);
  for (let ms = 0; ms < outdatedTimeout; ms += HEARTBEAT_MS) {
    expect(awareness.states.has(silent)).toBe(true);
    renew(present);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
  }
  expect([...awareness.states.keys()]).toEqual([present]);

  documents.clear();
  await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
  expect(vi.getTimerCount()).toBe(0);
});
