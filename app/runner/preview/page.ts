/**
 * A page of the session as a browser can show it that may load nothing: what it loads are files of the session, each as
 * a text with an address of its own (`makeUrl`).
 */
import type { RunFile } from "../messages.ts";
import { fileAt, type Files, pathOf, typeOf } from "./addresses.ts";
import { type Attribute, attributeOf, type Edit, edited, type Tag, tagsOf, written } from "./markup.ts";
import { moduleName, named, Scripts } from "./scripts.ts";
import { Styles } from "./styles.ts";

/** Gives the address from which a text can be loaded; `path` is that of the script that it is, for errors. */
export type MakeUrl = (text: string, type: string, path?: string) => string;
/** Says what is wrong with the session's files. */
export type Complain = (what: string) => void;

export type Page = {
  html: string;
  /** Imports that lead nowhere, of which has been said so. */
  missing: ReadonlySet<string>;
  /** What the import of `specifier` in the file `from` means. */
  nameModule(specifier: string, from: string): string;
};

/** The types of those that browsers run. */
const SCRIPT = /^(?:module|(?:text|application)\/(?:x-)?(?:java|ecma)script)?$/i;

export function composePage(allFiles: RunFile[], entry: string, makeUrl: MakeUrl, complain: Complain): Page {
  const files: Files = new Map(allFiles.map((file) => [file.path, file]));
  const html = files.get(entry)?.content ?? "";
  const tags = tagsOf(html);
  const styles = new Styles(files, makeUrl);
  const scripts = new Scripts(files, namesOf(tags, complain), complain);
  const edits: Edit[] = [];
  const imported = new Set<string>();
  let takesAll = false;

  const lineAt = (at: number) => html.slice(0, at).split("\n").length;
  const replace = ({ start, end }: { start: number; end: number }, text: string) => edits.push({ start, end, text });
  const setAttribute = (attribute: Attribute, value: string, name = attribute.name) =>
    replace(attribute, written(name, value));
  const fileOf = (attribute: Attribute | undefined) => attribute && fileAt(files, attribute.value, entry);

  function script(tag: Tag, { content }: { content: NonNullable<Tag["content"]> }) {
    const type = attributeOf(tag, "type")?.value.trim().toLowerCase() ?? "";
    const src = attributeOf(tag, "src");
    // Ours says the same, and more.
    if (type === "importmap") return replace(content, "{}");
    if (!SCRIPT.test(type)) return;
    const path = fileOf(src);
    if (src && path === undefined) return;
    const kind = type === "module" ? "module" : "script";
    if (src && path !== undefined && kind === "module") {
      imported.add(path);
      // By its name in the map, so that it runs once, whoever imports it too.
      return setAttribute(src, makeUrl(`import ${JSON.stringify(moduleName(path))};`, "text/javascript"));
    }
    const text = path === undefined ? content.text : (files.get(path)?.content ?? "");
    const compiled = scripts.compile(text, path ?? entry, kind, path === undefined ? lineAt(content.start) : 1);
    for (const each of compiled.imports) imported.add(each);
    takesAll ||= compiled.hasComputed;
    const name = path ?? entry;
    const url = makeUrl(named(compiled.code, name), "text/javascript", name);
    if (src) return setAttribute(src, url);
    // Not in the page itself: only so are its lines those of the file. It runs where it stands all the same.
    if (kind === "script")
      for (const each of tag.attributes)
        if (/^(?:async|defer)$/.test(each.name)) setAttribute(each, "", `data-${each.name}`);
    replace({ start: tag.end - 1, end: tag.end }, ` ${written("src", url)}>`);
    replace(content, "");
  }

  for (const tag of tags) {
    const { name, attributes, content } = tag;
    if (name === "script" && content) script(tag, { content });
    if (name === "style" && content) replace(content, styles.rewritten(content.text, entry));
    for (const attribute of attributes) {
      // It would forbid what is done here, or leave the page.
      if (name === "meta" && attribute.name === "http-equiv")
        setAttribute(attribute, attribute.value, "data-http-equiv");
      if (attribute.name === "style") setAttribute(attribute, styles.rewritten(attribute.value, entry));
      const path = /^(?:src|href|poster|data)$/.test(attribute.name) ? fileOf(attribute) : undefined;
      if (path === undefined || name === "script" || name === "a" || name === "area") continue;
      const rel = attributeOf(tag, "rel")?.value ?? "";
      if (name === "link" && !/\bstylesheet\b/i.test(rel)) setAttribute(attribute, attribute.value, "data-href");
      else if (!/^i?frame$/.test(name)) setAttribute(attribute, styles.urlOf(path));
    }
  }

  const modules = scripts.modules(imported, takesAll);
  const imports = Object.fromEntries(
    [...modules].map(([path, code]) => [moduleName(path), makeUrl(code, "text/javascript", path)]),
  );
  const map = `<script type="importmap">${JSON.stringify({ imports }).replaceAll("<", "\\u003c")}</script>`;
  const at = headStart(html, tags);
  return {
    html: edited(html, [{ start: at, end: at, text: map }, ...edits]),
    missing: scripts.missing,
    nameModule(specifier, from) {
      const path = scripts.find(specifier, from);
      return path === undefined ? specifier : moduleName(path);
    },
  };
}

/** Names of modules as the page's own import maps say them. */
function namesOf(tags: Tag[], complain: Complain): Record<string, string> {
  const names: Record<string, string> = {};
  for (const tag of tags) {
    if (tag.name !== "script" || attributeOf(tag, "type")?.value !== "importmap" || !tag.content) continue;
    try {
      const { imports } = JSON.parse(tag.content.text) as { imports?: Record<string, unknown> };
      for (const [name, address] of Object.entries(imports ?? {}))
        if (typeof address === "string") names[name] = address;
    } catch (error) {
      complain(`The import map is no JSON: ${String(error)}`);
    }
  }
  return names;
}

/** Before all that a page loads, and behind what says which kind of page it is. */
function headStart(html: string, tags: Tag[]): number {
  const [first, second] = tags;
  const head = tags.find(({ name }) => name === "head");
  if (head && (head === first || head === second)) return head.end;
  if (first?.name === "html") return first.end;
  const [doctype = ""] = /^\s*(?:<!--[\s\S]*?-->\s*)*<!doctype[^>]*>/i.exec(html) ?? [];
  return doctype.length;
}

/** The page that a link in `from` leads to: a file of the session, or nothing. */
export function pageAt(files: Files, address: string, from: string): string | undefined {
  const named = pathOf(address);
  if (named === undefined) return;
  const path = fileAt(files, address, from) ?? fileAt(files, `${named.replace(/\/$/, "")}/index.html`, from);
  return path !== undefined && typeOf(path) === "text/html" ? path : undefined;
}
