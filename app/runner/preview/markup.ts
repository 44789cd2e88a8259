/** The tags of a page as it was written, so that parts of it can be replaced and everything else stays where it was. */

export type Attribute = { name: string; value: string; start: number; end: number };

export type Tag = {
  /** In lower case. */
  name: string;
  attributes: Attribute[];
  start: number;
  end: number;
  /** What stands in a script or a style, which is no markup. */
  content?: { text: string; start: number; end: number };
};

export type Edit = { start: number; end: number; text: string };

/** Those in which no markup is read. */
const RAW = /^(?:script|style|textarea|title|xmp|noembed|noframes)$/;
const attributePattern = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/y;
const opening = /<!--[\s\S]*?(?:-->|$)|<([a-zA-Z][^\s/>]*)/g;

/** Opening tags in their order; comments and what stands in scripts are passed over. */
export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  opening.lastIndex = 0;
  for (let found = opening.exec(html); found; found = opening.exec(html)) {
    const [, written] = found;
    if (!written) continue;
    const tag: Tag = { name: written.toLowerCase(), attributes: [], start: found.index, end: 0 };
    let at = opening.lastIndex;
    while (at < html.length && html[at] !== ">") {
      attributePattern.lastIndex = at;
      const attribute = attributePattern.exec(html);
      if (!attribute) {
        at++;
        continue;
      }
      const [whole, name = "", double, single, bare] = attribute;
      const value = unescaped(double ?? single ?? bare ?? "");
      tag.attributes.push({ name: name.toLowerCase(), value, start: at, end: at + whole.length });
      at += whole.length;
    }
    tag.end = Math.min(html.length, at + 1);
    if (RAW.test(tag.name)) {
      const rest = html.slice(tag.end);
      const length = rest.search(new RegExp(`</${tag.name}[\\s/>]`, "i"));
      const end = length < 0 ? html.length : tag.end + length;
      tag.content = { text: html.slice(tag.end, end), start: tag.end, end };
    }
    opening.lastIndex = tag.content?.end ?? tag.end;
    tags.push(tag);
  }
  return tags;
}

/** A text with parts of it replaced; they do not overlap. Those at one place stand in the order given. */
export function edited(text: string, edits: Edit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

export const attributeOf = (tag: Tag, name: string): Attribute | undefined =>
  tag.attributes.find((attribute) => attribute.name === name);

/** An attribute as it is written into a page. */
export const written = (name: string, value: string): string =>
  `${name}="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`;

const references: Record<string, string> = { amp: "&", quot: '"', apos: "'", lt: "<", gt: ">", "#39": "'" };
const unescaped = (value: string) =>
  value.replace(/&(amp|quot|apos|lt|gt|#39);/g, (_, name: string) => references[name] ?? "");
