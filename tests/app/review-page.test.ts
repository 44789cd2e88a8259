import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Review } from "../../collab/protocol.ts";
import { findingLink, mentionOf } from "../../app/routes/sessions.$sessionId/finding-link.ts";
import { diffLines, shortened } from "../../app/routes/sessions.$sessionId/line-diff.ts";
import { MessageBody } from "../../app/routes/sessions.$sessionId/message-body.tsx";
import { Heard, mergeReviews, standing } from "../../app/routes/sessions.$sessionId/review-news.ts";

const ID = "0f0e0d0c-0b0a-4908-8706-050403020100";
const review = (id: string, state: Review["state"], createdAt = "2026-11-24T10:00:00.000Z") => ({ id, state, createdAt }) as Review;

test("P14 a review that has ended does not run again, whatever comes late; the newest is first", () => {
  const [running, done, failed] = [review("a", "running"), review("a", "done"), review("a", "failed")];
  expect(mergeReviews([done], [running])).toEqual([done]);
  expect(mergeReviews([running], [done])).toEqual([done]);
  // Given up by the clock, and then it was only slow.
  expect(mergeReviews([failed], [done])).toEqual([done]);
  const newer = review("b", "running", "2026-11-24T10:01:00.000Z");
  expect(mergeReviews([done], [newer])).toEqual([newer, done]);
  expect(mergeReviews([newer, done], [done])).toEqual([newer, done]);
});

test("P14 the last good review stays until a newer one has something to show; how the newer one fares is said above it", () => {
  const of = (id: string, state: Review["state"]) => review(id, state);
  const seen = (reviews: Review[], ...found: string[]) => {
    const { shown, news, of } = standing(reviews, new Set(found));
    return [shown?.id, news?.id, [...of]];
  };
  const [good, older] = [of("good", "done"), of("older", "done")];
  expect(seen([])).toEqual([undefined, undefined, []]);
  expect(seen([good, older], "good")).toEqual(["good", undefined, ["good"]]);
  for (const state of ["running", "failed", "cancelled"] as const) {
    expect(seen([of("new", state), good, older], "good")).toEqual(["good", "new", ["new", "good"]]);
    expect(seen([of("new", state)])).toEqual(["new", undefined, ["new"]]);
  }
  // It takes over with its first finding, and with its end.
  expect(seen([of("new", "running"), good], "good", "new")).toEqual(["new", undefined, ["new"]]);
  expect(seen([of("new", "done"), good], "good")).toEqual(["new", undefined, ["new"]]);
  // What had arrived is kept, beside what was there before.
  expect(seen([of("new", "failed"), good], "good", "new")).toEqual(["good", "new", ["new", "good"]]);
  expect(seen([of("new", "failed"), of("part", "failed")], "part")).toEqual(["part", "new", ["new", "part"]]);
});

test("P14 an answer does not overwrite what an event told after its question was sent", () => {
  const heard = new Heard();
  heard.note("before");
  const pick = heard.ask();
  heard.note("after");
  expect(pick([{ id: "before" }, { id: "after" }, { id: "never" }])).toEqual([{ id: "before" }, { id: "never" }]);
  expect(heard.ask()([{ id: "after" }])).toEqual([{ id: "after" }]);
});

test("P14 a finding's title never becomes a link in the chat; the finding's own does", () => {
  const html = (title: string) => renderToStaticMarkup(createElement(MessageBody, { body: mentionOf(title, "main.ts line 1", findingLink("http://tandem.test", ID, ID)), onFinding: () => {} }));
  for (const title of ["See https://evil.example/x", "hthttps://tps://evil.example", "https://https://evil.example", "http:://evil.example ://", `https://evil.example/sessions/${ID}#finding=${ID}`]) {
    expect(html(title)).not.toContain("<a");
    expect(html(title).match(/<button/g)).toHaveLength(1);
  }
});

test("P14 of a long suggestion the beginning is shown, and how many lines more there are", () => {
  const long = shortened(diffLines("one", "x\n".repeat(90_000)));
  expect(long.shown).toHaveLength(200);
  expect(long.more).toBe(1 + 90_001 - 200);
  const wide = shortened(diffLines("one", `${"x".repeat(20_000)}\ny`));
  expect(wide.shown.map(({ kind, text }) => [kind, text.length])).toEqual([["removed", 3], ["added", 9_998]]);
  expect(wide.more).toBe(1);
  expect(shortened(diffLines("a\nb", "a\nc"))).toEqual({ shown: [{ kind: "same", text: "a" }, { kind: "removed", text: "b" }, { kind: "added", text: "c" }], more: 0 });
});
