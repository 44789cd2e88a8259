import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Finding, type Review, type ReviewProblem, reviewProblems } from "../../protocol/entities.ts";
import { reviewWords } from "../../app/words/review.ts";
import { findingLink, mentionOf } from "../../app/routes/sessions.$sessionId/chat/finding-link.ts";
import { diffLines } from "../../app/routes/sessions.$sessionId/editor/line-diff.ts";
import { MessageBody } from "../../app/routes/sessions.$sessionId/chat/message-body.tsx";
import { ReviewPanel } from "../../app/routes/sessions.$sessionId/review/review-panel.tsx";
import { shortened } from "../../app/routes/sessions.$sessionId/review/shortened-diff.ts";
import { chooseReview, EventOrder, mergeReviews } from "../../app/routes/sessions.$sessionId/review/review-list.ts";

const ID = "0f0e0d0c-0b0a-4908-8706-050403020100";
const review = (id: string, state: Review["state"], createdAt = "2026-11-24T10:00:00.000Z") =>
  ({ id, state, createdAt }) as Review;

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

test("P14 the last good review stays until a newer one has something to show", () => {
  const of = (id: string, state: Review["state"]) => review(id, state);
  const seen = (reviews: Review[], ...found: string[]) => {
    const { shown, newer, sources } = chooseReview(reviews, new Set(found));
    return [shown?.id, newer?.id, [...sources]];
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

/** The words of the panel, as it is with these reviews and the findings of the one that is shown. */
function panel(reviews: Review[], findings: Finding[] = []) {
  const { shown, newer } = chooseReview(reviews, new Set(findings.map(({ reviewId }) => reviewId)));
  const nothing = async () => undefined;
  const known = {
    reviews,
    shown,
    newer,
    findings,
    isRunning: reviews[0]?.state === "running",
    isAsking: false,
    refusal: undefined,
    ask: nothing,
    cancel: nothing,
    open: nothing,
    move: nothing,
    find: nothing,
  };
  const actions = { onSelect() {}, onShowCode() {}, onApply() {}, onDismiss() {}, onReopen() {}, onDiscuss() {} };
  const file = { id: "f", path: "main.ts", language: "typescript" };
  const props = {
    reviews: known as never,
    ai: { model: "m", host: "h" },
    file,
    selected: undefined,
    pathOf: () => "main.ts",
    whereabouts: new Map(),
    selectedFinding: undefined,
    mayEdit: true,
    closed: undefined,
    actions,
    compare: diffLines,
  };
  return renderToStaticMarkup(createElement(ReviewPanel, props));
}
const whole = (id: string, state: Review["state"], more: Partial<Review> = {}): Review => ({
  id,
  state,
  sessionId: ID,
  userId: ID,
  userName: "Ada",
  source: "model",
  model: "m",
  fileId: "f",
  path: "main.ts",
  language: "typescript",
  startLine: null,
  endLine: null,
  problem: null,
  summary: null,
  unplaced: 0,
  tokensUsed: 0,
  createdAt: "2026-11-24T10:00:00.000Z",
  finishedAt: null,
  ...more,
});
const finding = {
  id: ID,
  reviewId: "good",
  fileId: "f",
  severity: "error",
  title: "Subtracts",
  message: "",
  startLine: 2,
  endLine: 2,
  quote: "x",
  replacement: null,
  anchor: { start: {}, end: {} },
  state: "open",
  claimedBy: null,
} satisfies Finding;

test("P14 a remark that could not be placed is told, and each way to fail has its own sentence", () => {
  expect(panel([whole("good", "done", { summary: "Fine." })])).toMatch(/Fine\. Nothing was found\./);
  const faulty = panel([whole("good", "done", { summary: "It fails.", unplaced: 1 })]);
  expect(faulty).toContain("1 remark could not be placed in the code.");
  expect(faulty).not.toContain("Nothing was found");
  expect(panel([whole("good", "done", { unplaced: 3 })], [finding])).toContain(
    "3 remarks could not be placed in the code.",
  );
  const sentences = new Set(reviewProblems.map((problem: ReviewProblem) => reviewWords.problems[problem]));
  expect(sentences.size).toBe(reviewProblems.length);
  for (const problem of reviewProblems) {
    const html = panel(
      [whole("new", "failed", { problem }), whole("good", "done", { summary: "It was fine." })],
      [finding],
    );
    // Above what stays.
    const [before = "", ...others] = html.split(reviewWords.problems[problem].replaceAll("'", "&#x27;"));
    expect(others).toHaveLength(1);
    expect(before).not.toContain("It was fine.");
    expect(html).toContain("Subtracts");
    expect(html).toContain("Try again");
  }
  const running = panel([whole("new", "running"), whole("good", "done", { summary: "It was fine." })], [finding]);
  for (const words of ["Reading the code…", "Cancel", "It was fine.", "Subtracts"]) expect(running).toContain(words);
  expect(panel([whole("new", "cancelled"), whole("good", "done")], [finding])).toMatch(
    /This review was cancelled\..*Subtracts/s,
  );
});

test("P14 an answer does not overwrite what an event brought after its request was sent", () => {
  const order = new EventOrder();
  order.received("before");
  const pick = order.request();
  order.received("after");
  expect(pick([{ id: "before" }, { id: "after" }, { id: "never" }])).toEqual([{ id: "before" }, { id: "never" }]);
  expect(order.request()([{ id: "after" }])).toEqual([{ id: "after" }]);
});

test("P14 a finding's title never becomes a link in the chat; the finding's own does", () => {
  const html = (title: string) =>
    renderToStaticMarkup(
      createElement(MessageBody, {
        body: mentionOf(title, "main.ts line 1", findingLink("http://tandem.test", ID, ID)),
        onFinding: () => {},
      }),
    );
  for (const title of [
    "See https://evil.example/x",
    "hthttps://tps://evil.example",
    "https://https://evil.example",
    "http:://evil.example ://",
    `https://evil.example/sessions/${ID}#finding=${ID}`,
  ]) {
    expect(html(title)).not.toContain("<a");
    expect(html(title).match(/<button/g)).toHaveLength(1);
  }
});

test("P14 of a long suggestion the beginning is shown, and how many lines more there are", () => {
  const long = shortened(diffLines("one", "x\n".repeat(90_000)));
  expect(long.shown).toHaveLength(200);
  expect(long.more).toBe(1 + 90_001 - 200);
  const wide = shortened(diffLines("one", `${"x".repeat(20_000)}\ny`));
  expect(wide.shown.map(({ kind, text }) => [kind, text.length])).toEqual([
    ["removed", 3],
    ["added", 9_998],
  ]);
  expect(wide.more).toBe(1);
  expect(shortened(diffLines("a\nb", "a\nc"))).toEqual({
    shown: [
      { kind: "same", text: "a" },
      { kind: "removed", text: "b" },
      { kind: "added", text: "c" },
    ],
    more: 0,
  });
});
