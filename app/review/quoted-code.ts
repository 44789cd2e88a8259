/** What models put around code that they quote, or into it: fences, quotation marks, numbers of lines, elisions. */

/** A line that stands for others. */
export const elision = /^(?:(?:\/\/|#|--|\/\*|<!--|\[|\()\s*)?(?:\.{3}|…).*$/;
const numberPrefix = /^\s*(?:l(?:ine)?\s*)?\d+\s*[|:.)\]→\t]\s?/i;

/** The quote without what models may have added around it or into it: one text for each way to read it. */
export function undressed(quote: string): string[] {
  const bare = withoutFence(quote);
  const inMarks = /^\s*(["'`“‘])([^]*)["'`”’]\s*$/.exec(bare)?.[2] ?? bare;
  return [bare, inMarks].flatMap((each) => {
    const lines = each.split("\n");
    const without = (prefix: RegExp) =>
      lines.every((line) => prefix.test(line) || !line.trim())
        ? lines.map((line) => line.replace(prefix, "")).join("\n")
        : each;
    const unescaped = each.replace(/\\([nt"'])/g, (_, char: string) => ({ n: "\n", t: "\t" })[char] ?? char);
    const withoutEntities = each
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, "&");
    return [each, without(numberPrefix), without(/^[-+>] ?/), unescaped, withoutEntities];
  });
}

export const withoutFence = (code: string) =>
  /^\s*(?:```|~~~)[^\n]*\n([^]*?)\n?\s*(?:```|~~~)\s*$/.exec(code)?.[1] ?? code;
export const withoutNumbers = (code: string) =>
  code.split("\n").every((line) => /^\d+\| ?/.test(line)) ? code.replace(/^\d+\| ?/gm, "") : code;
/** Whether something stands for code that is not shown: such a text is no replacement. */
export const hasElision = (code: string) =>
  code.split("\n").some((line) => elision.test(line.trim()) && !/^\.{3}[\w$([{]/.test(line.trim()));
