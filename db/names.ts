/** What people may call themselves, and when two of them are called alike. */
import { MAX_NAME_CHARS } from "../protocol/limits.ts";

/** Anything beyond this length is cut off before it is checked. */
const MAX_READ_UNITS = 1_000;
/** Marks of one kind on one letter: enough for Burmese and Tibetan, too few to reach into the lines above. */
const MAX_MARKS = 4;

/**
 * Characters that draw nothing, or stand for what cannot be drawn, in addition to those that Unicode calls ignorable
 * and the joiners below.
 */
const invisible = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\ufffc\u{1d159}]/u;
const ignorable = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u;
/** The blank of Braille is a space. */
const blank = /[\s\u2800]+/gu;

const isPicture = (char: string) => /[\p{Extended_Pictographic}\p{Emoji_Modifier}]/u.test(char);
const isCursive = (char: string) =>
  /(?=[\p{L}\p{M}])[\p{Script_Extensions=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Adlam}]/u.test(
    char,
  );
/** The signs that take a letter's vowel away, and join it to the next. */
const isVirama = (char: string) =>
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2]/.test(char);
const isSelector = (char: string) => /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(char);

/** Whether an invisible character changes how its neighbours are written, where it stands. */
function doesSomething(char: string, before: string, after: string): boolean {
  if (char === "\u200d" && isPicture(after)) return isPicture(before) || before === "\ufe0f";
  if (char === "\u200c" || char === "\u200d")
    return (isCursive(before) && isCursive(after)) || (isVirama(before) && (char === "\u200d" || /\p{L}/u.test(after)));
  // It changes how an emoji, a key or a Chinese character is drawn, but never another selector.
  if (isSelector(char))
    return (
      isPicture(before) ||
      (char === "\ufe0f" && /[#*\d]/.test(before) && after === "\u20e3") ||
      /\p{Script=Han}/u.test(before)
    );
  return false;
}

/** The flags of England, Scotland and Wales are written with invisible letters. */
const tagged = /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{2,6}\u{e007f})/u;

function withoutInvisible(text: string): string {
  if (tagged.test(text))
    return text
      .split(tagged)
      .map((part, nth) => (nth % 2 ? part : withoutInvisible(part)))
      .join("");
  const chars = [...text];
  const kept: string[] = [];
  chars.forEach((char, at) => {
    if (invisible.test(char)) return;
    if (ignorable.test(char) && !doesSomething(char, kept.at(-1) ?? "", chars[at + 1] ?? "")) return;
    kept.push(char);
  });
  return kept.join("");
}

/** Keeps marks only on a letter, not the same one twice in a row, and at most `MAX_MARKS` of a kind. */
function withBoundedMarks(text: string): string {
  let over = 0;
  let beside = 0;
  let before = " ";
  const kept: string[] = [];
  for (const char of text) {
    const isMark = /\p{M}/u.test(char) && !isSelector(char);
    if (isMark && (before === " " || char === before)) continue;
    if (!isMark) over = beside = 0;
    else if (/\p{Mc}/u.test(char) ? ++beside > MAX_MARKS : ++over > MAX_MARKS) continue;
    kept.push(char);
    before = char;
  }
  return kept.join("");
}

/**
 * A name as it is stored: NFC, without characters that neither are seen nor change others that are, a bounded number of
 * marks on a letter, inner space folded, at most 64 characters. Empty when nothing visible is left.
 */
export function cleanName(input: string): string {
  let name = input.slice(0, MAX_READ_UNITS);
  // What one pass takes away may have been what a neighbouring joiner or mark depended on.
  for (let before; before !== name;) {
    before = name;
    const readable = withBoundedMarks(withoutInvisible(name.normalize("NFC")).replace(blank, " ").trim());
    name = [...readable].slice(0, MAX_NAME_CHARS).join("").trim();
  }
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) ? name : "";
}

/** Letters that look like Latin ones, in the case in which they do. */
const lookAlike = Object.fromEntries(
  [
    ["АВЕЗКМНОРСТУХЅІЈԌԚԜҮҺӀавезкмнорстухѕіјԁԛԝһӏґ", "ABE3KMHOPCTYXSIJGQWYhIaBe3kMHopcTyxsijdqwhlr"],
    ["ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹαεηικνορτυχϲγω", "ABEZHIKMNOPTYXCaenikvoptuxcyw"],
    ["ԱՕՍՏհոսօցքᏀᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᏃᏚᏞᏟᏢᏒɑɡɩɪʏʀʙɴʜʟ", "UOUShnuogfGDRTiAJEWMHZSLCPRagliyrbnhl"],
  ].flatMap(([from = "", to = ""]) => [...from].map((char, at) => [char, [...to][at] ?? char])),
) as Record<string, string>;

/**
 * The form that two names share if they look alike: without case, marks, spaces and punctuation, and with letters of
 * other scripts for the Latin ones that they look like. Brackets at the end do not count, because that is how we mark
 * people of the same name. Two names that differ may have one skeleton; then one of them is shown with a number.
 */
export function nameSkeleton(name: string): string {
  const plain = name.normalize("NFKD").replace(/(\s*[([{][^([{]*[)\]}])+\s*$/u, "") || name;
  const latin = [...plain.replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, "")]
    .map((char) => lookAlike[char] ?? char)
    .join("");
  const letters = latin
    .toUpperCase()
    .toLowerCase()
    .replace(/\|/g, "l")
    .replace(/[^\p{L}\p{N}]/gu, "");
  const merged = letters
    .replace(/[i1ıℓ]/gu, "l")
    .replace(/0/g, "o")
    .replace(/rn/g, "m")
    .replace(/vv/g, "w");
  return merged || plain.replace(/\s/gu, "");
}
