import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { AsyncLocalStorage } from "node:async_hooks";
import { afterEach, expect, test } from "vitest";
import { formatList, formatNumber, plural } from "../../app/words/formats.ts";
import { type Locale, negotiateLocale, REQUEST_LOCALE } from "../../app/words/locale.ts";
import { accented } from "../../app/words/pseudo-translation.ts";
import { addTranslation, translatable } from "../../app/words/translatable.ts";
import { root } from "../support/root.ts";

const storage = new AsyncLocalStorage<Locale>();
Object.assign(globalThis, { [REQUEST_LOCALE]: storage });
afterEach(() => addTranslation("en-XA", accented));

test.each([
  [undefined, "en"],
  ["", "en"],
  ["de", "en"],
  ["en-GB,en;q=0.9", "en"],
  ["de;q=0.9,en-xa;q=0.8", "en-XA"],
  ["en-XA;q=0,ar-XB;q=0.1", "ar-XB"],
  ["fr, ar-XB ;q=0.5, en-XA; q=0.7", "en-XA"],
  ["*", "en"],
  [";;,q=1,;q=x", "en"],
])("a browser that asks for %o gets %s", (header, locale) => expect(negotiateLocale(header)).toBe(locale));

test("words are those of whoever reads them, each request its own, and English is what is not translated", async () => {
  const words = translatable("test", {
    send: "Send",
    unread: (count: number) => `${count} unread`,
    roles: { editor: "Editor", viewer: "Viewer" },
  });
  addTranslation("en-XA", (_part, english) => ({ ...english, send: "Senden", roles: { editor: "Schreibend" } }));
  const read = async () => {
    await Promise.resolve();
    return [words.send, words.unread(2), words.roles.editor, words.roles.viewer];
  };
  const [translated, english] = await Promise.all([storage.run("en-XA", read), storage.run("en", read)]);
  expect(translated).toEqual(["Senden", "2 unread", "Schreibend", "Viewer"]);
  expect(english).toEqual(["Send", "2 unread", "Editor", "Viewer"]);
  expect(words.send).toBe("Send");
});

test("plurals, numbers and lists are those of the language", () => {
  const files = (count: number) => plural(count, { one: `${count} file`, other: `${formatNumber(count)} files` });
  expect([0, 1, 2, 1234].map(files)).toEqual(["0 files", "1 file", "2 files", "1,234 files"]);
  expect(formatList(["a", "b", "c"])).toBe("a, b, and c");
});

test("every word is said somewhere", () => {
  const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");
  const files = globSync("app/**/*.{ts,tsx}", { cwd: root });
  const unsaid = files.flatMap((file) => {
    const text = textOf(file);
    const [, name] = /^export const (\w+) = translatable\(/m.exec(text) ?? [];
    if (!name) return [];
    const readers = files
      .filter((other) => other !== file)
      .map(textOf)
      .filter((other) => other.includes(name))
      .join();
    const keys = [...text.matchAll(/^ {2}(\w+): /gm)].map(([, key = ""]) => key);
    return keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(readers)).map((key) => `${name}.${key}`);
  });
  expect(unsaid).toEqual([]);
});
