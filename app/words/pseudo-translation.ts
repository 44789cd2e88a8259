/**
 * Pseudolocales, named as those of Android: English with accents on all letters and half as long again (en-XA), and
 * written from right to left (ar-XB). What still reads as plain English was left out of the words, and what breaks in
 * them breaks in German, Finnish or Arabic as well.
 */
import { Children, cloneElement, isValidElement, type ReactElement, type ReactNode } from "react";
import type { Translation, Words } from "./translatable.ts";

type Change = (text: string) => string;

export const accented: Translation = (_, english) => translate(english, lengthen);
export const rightToLeft: Translation = (_, english) => translate(english, (text) => mirrored(lengthen(text)));

function translate<Part extends Words>(words: Part, change: Change): Part {
  const entries = Object.entries(words).map(([key, word]) => {
    if (typeof word === "string") return [key, change(word)];
    if (typeof word === "object") return [key, translate(word, change)];
    return [key, (...about: unknown[]) => changeNode(word(...(about.map(wrapped) as never[])), change)];
  });
  /** A link or the like, into which a part of the text is put: a function that the words call with that text. */
  function wrapped(about: unknown): unknown {
    if (typeof about !== "function") return about;
    return (inner: unknown, ...others: unknown[]) =>
      about(typeof inner === "string" ? change(inner) : inner, ...others) as unknown;
  }
  return Object.fromEntries(entries) as Part;
}

/** Texts directly within what the words return; elements among them are the caller's, with what they hold. */
function changeNode(node: ReactNode, change: Change): ReactNode {
  if (typeof node === "string") return change(node);
  if (Array.isArray(node)) return Children.map(node, (child) => (typeof child === "string" ? change(child) : child));
  if (!isValidElement(node) || typeof node.type === "string") return node;
  const { children } = node.props as { children?: ReactNode };
  const changed = Children.map(children, (child) => (typeof child === "string" ? change(child) : child));
  return cloneElement(node as ReactElement, {}, changed);
}

const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const withAccents = [..."ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýž"];
const accents = new Map([...plain].map((letter, at) => [letter, withAccents[at] ?? letter]));
const FILLER = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";
const MIN_FILLER = 2;

const accent = (text: string) => [...text].map((letter) => accents.get(letter) ?? letter).join("");

/** In brackets, which show what is cut off; half as long again, as translations of short texts are. */
function lengthen(text: string): string {
  if (!/[A-Za-z]/.test(text)) return text;
  const filler = FILLER.slice(0, Math.max(MIN_FILLER, Math.round(text.length / 2))).trim();
  return `[${accent(text)} ${accent(filler)}]`;
}

const RIGHT_TO_LEFT = "\u202e";
const POP = "\u202c";

/** Each run is forced into the other direction, as letters of a right-to-left script would go by themselves. */
const mirrored = (text: string) => `${RIGHT_TO_LEFT}${text}${POP}`;
