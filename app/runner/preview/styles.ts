/** Styles whose addresses are those of the session's files. */
import { fileAt, type Files, typeOf } from "./addresses.ts";
import type { MakeUrl } from "./page.ts";

/** `@import "x"`, `url(x)` and `url("x")`; comments are passed over. */
const addressPattern =
  /\/\*[\s\S]*?\*\/|(@import\s+)(?:"([^"\n]*)"|'([^'\n]*)')|\burl\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'()]*))\s*\)/gi;

export class Styles {
  private readonly files: Files;
  private readonly makeUrl: MakeUrl;
  private readonly urls = new Map<string, string>();

  constructor(files: Files, makeUrl: MakeUrl) {
    this.files = files;
    this.makeUrl = makeUrl;
  }

  /** Where a file can be loaded from, with all that it loads. A style that imports itself does so once. */
  urlOf(path: string, within: string[] = []): string {
    const known = this.urls.get(path);
    if (known) return known;
    const content = this.files.get(path)?.content ?? "";
    const text = path.endsWith(".css") ? this.rewritten(content, path, [...within, path]) : content;
    const url = this.makeUrl(text, typeOf(path));
    this.urls.set(path, url);
    return url;
  }

  rewritten(css: string, from: string, within: string[] = []): string {
    return css.replace(
      addressPattern,
      (
        whole,
        atImport: string | undefined,
        ...[double, single, urlDouble, urlSingle, bare]: (string | undefined)[]
      ) => {
        const address = double ?? single ?? urlDouble ?? urlSingle ?? bare;
        const path = address === undefined ? undefined : fileAt(this.files, address, from);
        if (path === undefined) return whole;
        const url = within.includes(path) ? "data:text/css," : this.urlOf(path, within);
        // Without quotes: it may stand in an attribute.
        return `${atImport ?? ""}url(${url})`;
      },
    );
  }
}
