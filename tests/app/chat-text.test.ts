import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { fromMessage, toMessage } from "../../app/routes/sessions.$sessionId/chat/composer-text.ts";
import { asksToEdit, editRequestLink } from "../../app/routes/sessions.$sessionId/chat/edit-request.ts";
import { followLines, linkLines } from "../../app/routes/sessions.$sessionId/chat/follow-lines.ts";
import { lineLink, linesIn, ownLinesIn } from "../../app/routes/sessions.$sessionId/chat/line-link.ts";
import { mentionsAny, withMentions, withoutMentions } from "../../app/routes/sessions.$sessionId/chat/mention.ts";
import { merge, withoutMissing } from "../../app/routes/sessions.$sessionId/chat/message-list.ts";
import { readMessage } from "../../app/routes/sessions.$sessionId/chat/message-text.ts";
import { endsInCode } from "../../app/routes/sessions.$sessionId/chat/plain-parts.ts";
import { filesOf } from "../../protocol/layout.ts";

const id = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const people = [
  { userId: id(1), name: "Ann" },
  { userId: id(2), name: "Ann (guest 2)" },
  { userId: id(3), name: "Grace Hopper" },
  { userId: id(4), name: "[x] (y)" },
];
const sessionId = id(9);
const here = { origin: "https://tandem.example", sessionId };

test.each([
  ["@Ann hi", `@[Ann](${id(1)}) hi`],
  ["hi @ann!", `hi @[ann](${id(1)})!`],
  ["@Ann (guest 2), and @Ann.", `@[Ann (guest 2)](${id(2)}), and @[Ann](${id(1)}).`],
  ["(@Grace Hopper)", `(@[Grace Hopper](${id(3)}))`],
  ["@[x] (y)", `@[ x  (y)](${id(4)})`],
  ["@Annika, mail@Ann, @@Ann, @Nobody", "@Annika, mail@Ann, @@Ann, @Nobody"],
  ["`@Ann` @Ann", `\`@Ann\` @[Ann](${id(1)})`],
  ["```ts\n@Ann\n```\n@Ann", `\`\`\`ts\n@Ann\n\`\`\`\n@[Ann](${id(1)})`],
])("P8 in %j names stand for people, outside of code", (written, message) => {
  expect(withMentions(written, people)).toBe(message);
});

test("P8 a mention is read by its id, and is written under the person's name of now", () => {
  const body = `Hi @[Ann](${id(1)}), \`@[Ann](${id(1)})\``;
  expect(readMessage(body)).toEqual([
    {
      kind: "text",
      inlines: [
        { kind: "plain", text: "Hi " },
        { kind: "mention", text: "Ann", userId: id(1) },
        { kind: "plain", text: ", " },
        { kind: "code", text: `@[Ann](${id(1)})` },
      ],
    },
  ]);
  expect(withoutMentions(body, () => "Anna")).toBe(`Hi @Anna, \`@[Ann](${id(1)})\``);
  expect([mentionsAny(body, new Set([id(1)])), mentionsAny(body, new Set([id(2)]))]).toEqual([true, false]);
  expect(mentionsAny(`\`@[Ann](${id(1)})\``, new Set([id(1)]))).toBe(false);
});

test("P8 what is written comes back the same when the message is changed", () => {
  const piece = fc.constantFrom("@Ann", "@Grace Hopper", " ", "\n", "`", "```", "text", "@", "(", "https://a.example");
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      const message = toMessage(text, [], people, here);
      expect(fromMessage(message, people, sessionId).text).toBe(text);
    }),
  );
});

test.each([
  ["a `b", true],
  ["a `b` c", false],
  ["```ts\nlet a", true],
  ["```ts\nlet a\n```\n", false],
])("the end of %j is inside of code: %s", (text, isInCode) => expect(endsInCode(text)).toBe(isInCode));

function documentWith(content: string) {
  const ydoc = new Y.Doc();
  const text = new Y.Text(content);
  filesOf(ydoc).set(
    "f",
    new Y.Map<unknown>([
      ["path", "a.ts"],
      ["language", "typescript"],
      ["text", text],
    ] as never),
  );
  return { ydoc, text };
}

test("P2 linked lines are followed by their characters, through the address, until they are deleted", () => {
  const { ydoc, text } = documentWith("one\ntwo\nthree\nfour\n\n");
  const link = linkLines(ydoc, { fileId: "f", startLine: 2, endLine: 3 });
  const url = link && lineLink(here.origin, sessionId, link);
  const read = ownLinesIn(url ?? "", sessionId);
  expect(read).toMatchObject({ fileId: "f", startLine: 2, endLine: 3 });
  expect(ownLinesIn(url ?? "", id(8))).toBeUndefined();
  const now = () => read && followLines(ydoc, read);
  expect(now()).toEqual({ fileId: "f", startLine: 2, endLine: 3 });
  text.insert(0, "zero\n");
  expect(now()).toEqual({ fileId: "f", startLine: 3, endLine: 4 });
  text.insert(text.toString().indexOf("three"), "and\n");
  expect(now()).toEqual({ fileId: "f", startLine: 3, endLine: 5 });
  text.delete(text.toString().indexOf("two"), "two\nand\nthree".length);
  expect(now()).toBeUndefined();
  const empty = linkLines(ydoc, { fileId: "f", startLine: 5, endLine: 5 });
  expect(empty && followLines(ydoc, empty)).toEqual({ fileId: "f", startLine: 5, endLine: 5 });
  filesOf(ydoc).delete("f");
  expect([now(), linkLines(ydoc, { fileId: "f", startLine: 1, endLine: 1 })]).toEqual([undefined, undefined]);
});

test("P8 an address that nobody made points to nothing, and harms nothing", () => {
  const { ydoc } = documentWith("one\n");
  expect(linesIn("#lines=f:1-1:x.0-1.2")).toBeUndefined();
  const strange = linesIn("#lines=f:1-1:4294967295.9999999999-1.2");
  expect(strange && followLines(ydoc, strange)).toBeUndefined();
});

test("a question for edit access is one in any language, and of this session alone", () => {
  const link = editRequestLink(here.origin, sessionId);
  for (const body of [`May I? ${link}`, link, `Darf ich (${link})?`])
    expect(asksToEdit({ body, sessionId }), body).toBe(true);
  for (const body of ["May I edit this session?", `\`${link}\``, `#ask-to-edit`, editRequestLink(here.origin, id(1))])
    expect(asksToEdit({ body, sessionId }), body).toBe(false);
});

test("links stand before the text, and are taken apart from it again", () => {
  const { ydoc } = documentWith("one\ntwo\n");
  const links = [1, 2].flatMap((line) => linkLines(ydoc, { fileId: "f", startLine: line, endLine: line }) ?? []);
  const message = toMessage("Why, @Ann?", links, people, here);
  const read = fromMessage(message, people, sessionId);
  expect(read.text).toBe("Why, @Ann?");
  expect(toMessage(read.text, read.links, people, here)).toBe(message);
  expect(fromMessage(toMessage("", links, people, here), people, sessionId).text).toBe("");
});

const message = (body: string, nth: number, more = {}) => ({
  id: body,
  sessionId,
  userId: id(1),
  userName: "Ann",
  body,
  createdAt: `2026-01-01T00:00:0${nth}.000Z`,
  editedAt: null,
  ...more,
});

test("P10 P15 an answer that is older than an event takes nothing back", () => {
  const changed = message("a", 1, { body: "changed", editedAt: "2026-01-01T00:01:00.000Z" });
  expect(merge([changed], [message("a", 1)])).toEqual([changed]);
  expect(merge([message("a", 1)], [changed])).toEqual([changed]);
  expect(merge([message("a", 1, { state: "sending" })], [message("a", 1)])).toEqual([message("a", 1)]);
});

test("P15 what was deleted while a page was cut off goes, and what it learned meanwhile stays", () => {
  const [old, a, b, c] = [message("old", 1), message("a", 2), message("b", 3), message("c", 4)];
  const sending = message("sending", 3, { state: "sending" });
  const asked = [old, a, b, sending];
  const known = [old, a, b, sending, c];
  expect(withoutMissing(known, { asked, newest: [a], isAll: false })).toEqual([old, a, sending, c]);
  expect(withoutMissing(known, { asked, newest: [a], isAll: true })).toEqual([a, sending, c]);
  expect(withoutMissing(known, { asked, newest: [a, b], isAll: false })).toBe(known);
});
