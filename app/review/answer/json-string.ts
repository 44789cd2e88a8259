import { type AnswerText, type Reading, Unreadable } from "./answer-text.ts";
import { closers } from "./json-tokens.ts";
import { endsString, type StringPlace } from "./string-end.ts";

const escapes: Record<string, string> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  "/": "/",
  "\\": "\\",
  '"': '"',
  "'": "'",
  "`": "`",
  "\n": "\n",
};

/**
 * Reads the string that begins here, and goes behind it. `place` is where it stands as a value; undefined for a name,
 * which ends at the first quotation mark.
 */
export function* readString(input: AnswerText, place: StringPlace | undefined): Reading<string> {
  const opening = input.text[input.at] ?? "";
  const closer = closers[opening] ?? '"';
  let text = "";
  input.at++;
  yield* input.ahead(2);
  const isTriple = opening === '"' && input.text.startsWith('""', input.at);
  if (isTriple) input.at += 2;
  let from = input.at;
  for (;;) {
    const char = input.text[input.at] ?? (yield* input.char());
    if (char === "") throw new Unreadable();
    if (char === "\\") {
      text += input.text.slice(from, input.at) + (yield* readEscape(input));
      from = input.at;
      continue;
    }
    const mayEnd = char === closer || (char === '"' && opening === "“");
    if (mayEnd && (isTriple ? yield* endsTriple(input) : yield* ends(input, place))) {
      text += input.text.slice(from, input.at);
      input.at += isTriple ? 3 : 1;
      return text;
    }
    input.at++;
  }
}

function* readEscape(input: AnswerText): Reading<string> {
  while (input.text.length - input.at < 6 && !input.hasEnded) {
    const next = input.text[input.at + 1];
    if (next !== undefined && next !== "u") break;
    yield;
  }
  const next = input.text[input.at + 1] ?? "";
  const [, hex] = /^\\u([\da-f]{4})/i.exec(input.text.slice(input.at, input.at + 6)) ?? [];
  input.at += hex ? 6 : 2;
  if (hex) return String.fromCharCode(parseInt(hex, 16));
  // A backslash that escapes nothing is kept: it may be from a regular expression that was copied as it stood.
  return escapes[next] ?? `\\${next}`;
}

function* endsTriple(input: AnswerText): Reading<boolean> {
  yield* input.ahead(3);
  return input.text.startsWith('"""', input.at);
}

function* ends(input: AnswerText, place: StringPlace | undefined): Reading<boolean> {
  if (!place) return true;
  for (;;) {
    const isEnd = endsString(input, place);
    if (isEnd !== undefined) return isEnd;
    yield;
  }
}
