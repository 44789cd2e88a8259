/** The search follows everybody's edits, and what it replaces is what is there in that moment. */
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { addFile, filesOf, findFile } from "../../protocol/layout.ts";
import { LiveSearch } from "../../app/routes/sessions.$sessionId/search/live-search.ts";
import { SearchError } from "../../app/routes/sessions.$sessionId/search/search-error.ts";
import type { SearchedFile } from "../../app/routes/sessions.$sessionId/search/search-thread.client.ts";
import { gatherEdits, listResults, type Wanted } from "../../app/routes/sessions.$sessionId/search/search-texts.ts";

const plain = { isCaseSensitive: false, isWholeWord: false, isRegExp: false };

afterEach(() => vi.useRealTimers());

/** `during` runs after the texts were read and before the answer comes. */
function opened({ during = () => {} }: { during?: (ydoc: Y.Doc, times: number) => void } = {}) {
  vi.useFakeTimers();
  const ydoc = new Y.Doc();
  addFile(ydoc, { id: "a", path: "a.txt", language: "plaintext", content: "one two one" });
  addFile(ydoc, { id: "b", path: "b.txt", language: "plaintext", content: "One" });
  let times = 0;
  const texts = new Map<string, string>();
  const versions = new Map<string, number>();
  async function answer<Found>(files: SearchedFile[], find: () => Found): Promise<Found> {
    for (const { id, version, read } of files) {
      if (versions.get(id) !== version) texts.set(id, read());
      versions.set(id, version);
    }
    const found = find();
    during(ydoc, ++times);
    return found;
  }
  const thread = {
    list: (wanted: Wanted, files: SearchedFile[]) => answer(files, () => listResults(texts, wanted)),
    edits: (wanted: Wanted, files: SearchedFile[]) => answer(files, () => gatherEdits(texts, wanted)),
    stop: vi.fn(),
  };
  const live = new LiveSearch(ydoc, thread);
  const text = (id: string) => findFile(ydoc, id)?.text;
  const shown = () =>
    live.state.value.files?.flatMap(({ fileId, results }) =>
      results.map((result) => {
        const { start, end } = live.placeOf(fileId, result);
        return `${fileId} ${start} ${text(fileId)?.toString().slice(start, end)}`;
      }),
    );
  const write = (edits: ReadonlyMap<string, { start: number; end: number; text: string }[]>) => {
    for (const [id, those] of edits)
      for (const edit of those.toReversed()) {
        text(id)?.delete(edit.start, edit.end - edit.start);
        text(id)?.insert(edit.start, edit.text);
      }
  };
  return { ydoc, live, thread, text, shown, write, times: () => times };
}

test("what is found follows what everybody writes, files that come and files that go", async () => {
  const { ydoc, live, text, shown } = opened();
  live.look({ text: "one", ...plain }, undefined);
  await vi.runAllTimersAsync();
  expect(shown()).toEqual(["a 0 one", "a 8 one", "b 0 One"]);
  text("a")?.insert(3, "s and some");
  // Before the next search, too, each result is where it has gone.
  expect(shown()).toEqual(["a 0 one", "a 18 one", "b 0 One"]);
  text("b")?.insert(3, " one");
  filesOf(ydoc).delete("a");
  addFile(ydoc, { id: "c", path: "0.txt", language: "plaintext", content: "stone" });
  await vi.runAllTimersAsync();
  expect(shown()).toEqual(["c 2 one", "b 0 One", "b 4 one"]);
  live.look({ text: "(", ...plain, isRegExp: true }, undefined);
  await vi.runAllTimersAsync();
  expect(live.state.value.problem).toContain("cannot be read");
  live.look({ text: "", ...plain }, undefined);
  await vi.runAllTimersAsync();
  expect(live.state.value).toEqual({});
});

test("P2 what is replaced is what stands there now, whatever was found before", async () => {
  const { live, text, write, times } = opened({
    // Others write in the very moment of the search, twice.
    during: (ydoc, nth) => nth > 1 && nth < 4 && findFile(ydoc, "a")?.text.insert(0, `${nth}one `),
  });
  live.look({ text: "one", ...plain }, "x");
  await vi.advanceTimersByTimeAsync(100);
  expect(times()).toBe(1);
  expect(await live.replace({}, write)).toBe("found");
  expect(text("a")?.toString()).toBe("3x 2x x two x");
  expect(text("b")?.toString()).toBe("x");
});

test("one result is replaced where it has gone, and one that was changed is not", async () => {
  const { live, text, write } = opened();
  live.look({ text: "one", ...plain }, "x");
  await vi.runAllTimersAsync();
  const [first, second] = live.state.value.files?.[0]?.results ?? [];
  text("a")?.insert(0, "one ");
  expect(await live.replace({ fileId: "a", result: second }, write)).toBe("found");
  expect(text("a")?.toString()).toBe("one one two x");
  text("a")?.insert(5, "-");
  expect(await live.replace({ fileId: "a", result: first }, write)).toBe("gone");
  expect(await live.replace({ fileId: "a" }, write)).toBe("found");
  expect(text("a")?.toString()).toBe("x o-ne two x");
  expect(text("b")?.toString()).toBe("One");
  expect(await live.replace({ fileId: "b" }, write)).toBe("found");
  expect(await live.replace({}, write)).toBe("gone");
});

test("P8 where others never stop writing it gives up, and an expression that never ends is not tried again", async () => {
  const { live, thread, text, write, times } = opened({ during: (ydoc) => findFile(ydoc, "b")?.text.insert(0, "-") });
  live.look({ text: "one", ...plain }, "x");
  expect(await live.replace({}, write)).toBe("changing");
  expect(text("a")?.toString()).toBe("one two one");
  thread.list = () => Promise.reject(new SearchError("too-slow"));
  thread.edits = () => Promise.reject(new SearchError("too-slow"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(live.state.value.failure).toBe("too-slow");
  expect(await live.replace({}, write)).toBe("too-slow");
  const asked = times();
  text("a")?.insert(0, "one ");
  await vi.runAllTimersAsync();
  expect(times()).toBe(asked);
});
