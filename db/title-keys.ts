/**
 * What titles are found and sorted by. The keys are made here and kept beside the title, since `ilike`, `lower` and
 * `order by` follow the locale of the database: the embedded one has `C`, which knows ASCII alone.
 */

/** Letters that are not a plain letter with a mark, but are searched and sorted as if they were. */
const alike: Record<string, string> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ħ: "h",
  ŧ: "t",
  þ: "th",
  ı: "i",
  ς: "σ",
  ə: "e",
  ـ: "",
};
const alikePattern = new RegExp(`[${Object.keys(alike).join("")}]`, "gu");

/**
 * A text as it is compared in a search: compatible forms made one, in lower case, without accents, points and what is
 * invisible. The vowel signs of Indic scripts and the voicing marks of Japanese stay: without them it is another word.
 */
function fold(text: string): string {
  return (
    text
      .normalize("NFKD")
      // To upper case first: only that way ß becomes ss, and dotted and dotless i become the same.
      .toUpperCase()
      .toLowerCase()
      .normalize("NFKD")
      .replace(
        /(?![\u3099\u309a])(?=[\p{Script=Inherited}\p{Script=Hebrew}])\p{Mn}|\p{Default_Ignorable_Code_Point}/gu,
        "",
      )
      .replace(alikePattern, (letter) => alike[letter] ?? letter)
      .replace(/\s+/g, " ")
      .trim()
      .normalize("NFC")
  );
}

/** The words of a search, as `title_search` holds them. */
export const searchedWords = (text: string): string[] => fold(text).split(" ").filter(Boolean);

/** Letters of Cyrillic alphabets that Unicode has behind `я`, and the letter that they follow. */
const cyrillicAfter: Record<string, string> = {
  є: "е",
  і: "и",
  ї: "и",
  ґ: "г",
  ђ: "д",
  ј: "и",
  љ: "л",
  њ: "н",
  ћ: "т",
  џ: "ч",
  ѕ: "з",
};
const cyrillicPattern = new RegExp(`[${Object.keys(cyrillicAfter).join("")}]`, "gu");
const MAX_DIGITS = 120;

/**
 * A text as it is sorted, by its code points: folded, with each number behind its length, so that 2 comes before 10.
 */
function sortable(text: string): string {
  return fold(text)
    .replace(cyrillicPattern, (letter) => `${cyrillicAfter[letter]}\u{10fffd}`)
    .replace(/\d+/g, (digits) => {
      const value = digits.replace(/^0+(?=\d)/, "");
      return String(Math.min(value.length, MAX_DIGITS)).padStart(3, "0") + value;
    });
}

/**
 * What is stored beside a title: `title_search` holds what searches look through, `title_sort` what lists are sorted
 * by.
 */
export const titleKeys = (title: string) => ({ title_search: fold(title), title_sort: sortable(title) });
