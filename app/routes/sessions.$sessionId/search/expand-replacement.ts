const signs = /\\([nt\\])|\$(?:([$&])|<([^>]*)>|(\d{1,2}))/g;
const written: Record<string, string> = { n: "\n", t: "\t", "\\": "\\" };

/**
 * What comes into the place of a match of a regular expression: `$1` and `$<name>` are its groups, `$&` and `$0` all of
 * it, `$$` a dollar, `\n` a line end, `\t` a tab and `\\` a backslash. What is none of these stays as it is.
 */
export function expandReplacement(template: string, match: RegExpExecArray): string {
  return template.replace(signs, (sign, escaped?: string, mark?: string, name?: string, digits?: string) => {
    if (escaped !== undefined) return written[escaped] ?? sign;
    if (mark !== undefined) return mark === "$" ? "$" : match[0];
    if (name !== undefined) return match.groups && name in match.groups ? (match.groups[name] ?? "") : sign;
    return digits === undefined ? sign : group(match, digits);
  });
}

/** `$12` is the first group and a 2 where there is no twelfth. */
function group(match: RegExpExecArray, digits: string): string {
  if (Number(digits) < match.length) return match[Number(digits)] ?? "";
  const [first = "", second = ""] = digits;
  return Number(first) < match.length && second ? (match[Number(first)] ?? "") + second : `$${digits}`;
}
