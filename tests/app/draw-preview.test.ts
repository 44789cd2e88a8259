/** Pictures of links, without a server around them. */
import { expect, onTestFinished, test, vi } from "vitest";
import { linesOf } from "../../app/server/previews/draw-preview.ts";
import { neutralPreview, Previews } from "../../app/server/previews/previews.ts";

function openPreviews() {
  const error = vi.fn();
  const previews = new Previews({ error });
  onTestFinished(() => previews.stop());
  return { previews, error };
}

test.each([
  ["Interview, part two", ["Interview, part two"]],
  ["  two\n\nlines  ", ["two lines"]],
  ["🎉 Launch 👩‍💻 day 1️⃣", ["Launch day 1"]],
  ["© 2026 Größe", ["© 2026 Größe"]],
  ["Grüße", ["Grüße"]],
  ["How carets stay where they were, and why they must", ["How carets stay where they", "were, and why they must"]],
  ["x".repeat(60), ["x".repeat(26), "x".repeat(26), "x".repeat(8)]],
  ["word ".repeat(24), ["word word word word word", "word word word word word", "word word word word word…"]],
  // Half a title would be another one.
  ["Python 面接", []],
  ["שלום", []],
  ["🎉", []],
  ["", []],
])("a title is drawn in three lines at most, whole or not at all: %s", (title, lines) => {
  expect(linesOf(title)).toEqual(lines);
});

test("P8 a title is drawn once for all who ask, and is text, whatever it says", async () => {
  const { previews, error } = openPreviews();
  const asked = await Promise.all(Array.from({ length: 40 }, () => previews.find("Pairing")));
  expect(new Set(asked).size).toBe(1);
  expect(asked[0]?.etag).not.toBe(neutralPreview.etag);
  const hostile = ["</text><image href='file:///etc/passwd'/>", "]]>&bogus;<!ENTITY x 'y'>", "\u0000\u0001", "\ud800"];
  for (const title of hostile) expect((await previews.find(title)).png.length).toBeGreaterThan(1_000);
  expect(error).not.toHaveBeenCalled();
});

test("P8 more titles than wait in line get the picture of all links, and may be asked for again", async () => {
  const { previews } = openPreviews();
  const titles = Array.from({ length: 30 }, (_, nth) => `Title ${nth}`);
  const found = await Promise.all(titles.map(previews.find));
  expect(found.filter(({ etag }) => etag !== neutralPreview.etag)).toHaveLength(16);
  expect((await previews.find("Title 29")).etag).not.toBe(neutralPreview.etag);
});

test("P11 after a thread that failed the next picture is drawn by another", async () => {
  const { previews, error } = openPreviews();
  const first = previews.find("First");
  await new Promise(setImmediate);
  await previews.stop();
  expect(await first).toBe(neutralPreview);
  expect(error).toHaveBeenCalledOnce();
  expect((await previews.find("First")).etag).not.toBe(neutralPreview.etag);
});
