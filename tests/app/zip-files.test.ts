import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { checkName, freePath } from "../../app/routes/sessions.$sessionId/files/file-names.ts";
import { renamedSentence, zipFiles } from "../../app/routes/sessions.$sessionId/files/zip-files.ts";
import { safePart, zipNames } from "../../app/routes/sessions.$sessionId/files/zip-names.ts";

const numberedFiles = (paths: string[]) =>
  paths.map((path, nth) => ({ id: `id-${nth}`, path, content: `text ${nth}` }));
const namesOf = (paths: string[]) =>
  [...zipNames(numberedFiles(paths))]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([, name]) => name);

/**
 * What Windows, macOS or a careful unpacker refuses, or would put elsewhere; written apart from the code that keeps to
 * it.
 */
function complaint(name: string): string | undefined {
  if (name.length > 240) return "too long";
  for (const part of name.split("/")) {
    if (part === "" || part === "." || part === "..") return "an empty part or a way out";
    if (/[<>:"|?*\\\u0000-\u001f\u007f-\u009f]/.test(part)) return "a forbidden character";
    if (/[. ]$/.test(part)) return "a dot or a space at the end";
    if (Buffer.byteLength(part) > 255) return "a part over 255 bytes";
    if (/^(con|prn|aux|nul|com\d|lpt\d|com[¹²³]|lpt[¹²³])(\s*\.|\s*$)/i.test(part)) return "a device";
    if (part === "__proto__") return "a prototype";
    if (!part.isWellFormed() || part !== part.normalize("NFC")) return "another form of the same characters";
  }
}

/** Unpacks as a disk does that ignores case and composition, and fails where one thing would take another's place. */
function unpack(packed: Iterable<[name: string, content: string]>): Map<string, string> {
  const disk = new Map<string, string>();
  const fold = (path: string) => path.normalize("NFC").toLowerCase();
  for (const [name, content] of packed) {
    const parts = fold(name).split("/");
    const folders = parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join("/"));
    const problem =
      complaint(name) ??
      (disk.has(fold(name)) || folders.some((folder) => (disk.get(folder) ?? "folder") !== "folder")
        ? "taken"
        : undefined);
    if (problem) throw new Error(`${JSON.stringify(name)}: ${problem}`);
    for (const folder of folders) disk.set(folder, "folder");
    disk.set(fold(name), `file ${content}`);
  }
  return new Map([...disk].filter(([, kind]) => kind !== "folder"));
}

const nasty = [
  "../../../../tmp/evil.sh",
  "/etc/cron.d/evil",
  "C:\\x",
  "C:/x",
  "__proto__",
  "a/__proto__/b",
  "README.md",
  "readme.md",
  "Readme.MD",
  "a",
  "a/b",
  "A/c",
  "a/b/c",
  "CON",
  "con.txt",
  "NUL .js",
  "COM1",
  "com².x",
  "lpt9.tar.gz",
  "end.",
  "end. . ",
  'x<>:"|?*y',
  "",
  "/",
  ".",
  "..",
  "\u00e9.txt",
  "e\u0301.txt",
  "ı",
  "I",
  "i",
  "ſ",
  "s",
  "straße",
  "STRASSE",
  "dup.ts",
  "dup.ts",
  "dup.ts",
  "dup (2).ts",
  `${"語".repeat(150)}.txt`,
  `${"語".repeat(150)}.md`,
  `${"d/".repeat(150)}deep.ts`,
  "a\u0000b",
  "a\u202eb",
  "\ud83d",
  "می‌خواهم.py",
  "👩‍👩‍👧.ts",
  ".env",
  ".env",
  "toString",
  "constructor",
  " lead",
  "x/ ",
  "~",
  "-rf",
];

test("P8 a ZIP has each file once, under a name that unpacks everywhere, and says which it renamed", () => {
  const files = numberedFiles(nasty);
  const { bytes, renamed } = zipFiles(files);
  const contents = [
    ...unpack(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)])).values(),
  ].sort();
  expect(contents).toEqual(files.map(({ content }) => `file ${content}`).sort());
  const kept = namesOf(nasty).filter((name, nth) => name === nasty[nth]);
  expect(renamed.length).toBe(nasty.length - kept.length);
  for (const path of [
    "README.md",
    "a/b/c",
    "dup.ts",
    "dup (2).ts",
    "می‌خواهم.py",
    "👩‍👩‍👧.ts",
    ".env",
    "toString",
    "STRASSE",
  ])
    expect(kept).toContain(path);
});

test("P8 names of a ZIP do not depend on the order of the files", () => {
  expect(namesOf(["a", "a/b"])).toEqual(["a (2)", "a/b"]);
  expect(namesOf(["x.ts", "X.ts", "x.ts"])).toEqual(["x (2).ts", "X.ts", "x (3).ts"]);
  expect(namesOf(["CON.txt", "../a", "C:\\b.ts", "x. "])).toEqual(["_CON.txt", "a", "b.ts", "x_"]);
  fc.assert(
    fc.property(fc.shuffledSubarray(nasty.map((path, nth) => ({ id: `id-${nth}`, path }))), (some) => {
      const sorted = [...some].sort((a, b) => (a.id < b.id ? -1 : 1));
      expect([...zipNames(some)].sort()).toEqual([...zipNames(sorted)].sort());
    }),
    { numRuns: 30 },
  );
});

test("P8 whatever files are called, a ZIP of them unpacks with all of them", () => {
  const part = fc.oneof(
    fc.constantFrom(
      "a",
      "A",
      "á",
      "a\u0301",
      "..",
      ".",
      "",
      "con",
      "CON.",
      "nul.txt",
      "__proto__",
      "b.ts",
      "B.TS",
      "c ",
      "c.",
      "🏳️‍🌈",
      "क्षि",
    ),
    fc.string({
      unit: fc.constantFrom(
        "x",
        "X",
        ".",
        " ",
        "é",
        "e\u0301",
        "ß",
        "SS",
        "\u200d",
        "\u202e",
        "👩",
        "\ud83d",
        ":",
        "?",
        "\0",
        "語",
      ),
      maxLength: 5,
    }),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  const path = fc
    .array(part, { minLength: 1, maxLength: 3 })
    .chain((parts) => fc.constantFrom("/", "\\").map((slash) => parts.join(slash)));
  fc.assert(
    fc.property(fc.array(path, { maxLength: 12 }), (paths) => {
      const packed = [...zipNames(numberedFiles(paths))].map(([id, name]): [string, string] => [name, id]);
      if (unpack(packed).size !== paths.length) throw new Error("A file is missing.");
    }),
    { numRuns: 200 },
  );
});

test("a ZIP's own name keeps what a title is written with, and nothing that a disk refuses", () => {
  for (const title of ["می‌خواهم", "👩‍👩‍👧 family", "हिन्दी में", "தமிழ்", "naïve – “quoted”"])
    expect(safePart(title)).toBe(title);
  expect(safePart("AC/DC: live?")).toBe("AC_DC_ live_");
  expect(safePart("a\u202egpj.exe")).toBe("agpj.exe");
  expect(safePart("...")).toBe("___");
  expect(safePart("NUL")).toBe("_NUL");
  expect(Buffer.byteLength(safePart("👩‍👩‍👧".repeat(40)))).toBeLessThanOrEqual(255);
  expect(safePart("👩‍👩‍👧".repeat(40))).toMatch(/👧$/u);
});

test("the words about other names tell a few, and how many more", () => {
  expect(renamedSentence([])).toBe(undefined);
  expect(renamedSentence([{ path: "a", name: "a (2)" }])).toBe("So that the ZIP unpacks everywhere, a is a (2).");
  const many = ["a", "b", "c", "d", "e"].map((path) => ({ path, name: `_${path}` }));
  expect(renamedSentence(many)).toBe(
    "So that the ZIP unpacks everywhere, a is _a, b is _b, c is _c, and 2 more have other names.",
  );
});

test("P8 a name that cannot stand beside the others is told so before it is given", () => {
  const files = ["main.ts", "src/a.ts", "Makefile"].map((path) => ({ id: path, path }));
  const problem = (input: string, ownId?: string) => checkName(input, files, ownId).problem;
  expect(problem("main.ts")).toBe("There is a file called main.ts already.");
  expect(problem("Main.TS")).toBe("There is main.ts already. Many computers take the two names for one.");
  expect(problem("src")).toBe("src is a folder here: src/a.ts is in it.");
  expect(problem("makefile/x")).toBe("Makefile is a file here, so there can be no folder of this name.");
  expect(problem("../x")).toMatch(/no empty, \. or \.\. parts/);
  expect([problem("src/b.ts"), problem("Main.ts", "main.ts"), problem("main.ts", "main.ts")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(freePath("main.ts", files)).toBe("main (2).ts");
  expect(freePath("src", files)).toBe("src (2)");
  expect(freePath("new.ts", files)).toBe("new.ts");
  expect(freePath(".env", [{ id: "1", path: ".env" }])).toBe(".env (2)");
});
