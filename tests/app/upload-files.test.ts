import { expect, test } from "vitest";
import * as Y from "yjs";
import { type Picked, pickedFrom } from "../../app/routes/sessions.$sessionId/files/picked-files.ts";
import { type Answer, uploadFiles } from "../../app/routes/sessions.$sessionId/files/upload-files.ts";
import { uploadNotices } from "../../app/routes/sessions.$sessionId/files/upload-notices.ts";
import { addFile, findFile, listFiles } from "../../protocol/layout.ts";
import { MAX_FILES } from "../../protocol/limits.ts";

type Content = string | Uint8Array<ArrayBuffer>;
const picked = (files: Record<string, Content | Error>): Picked => ({
  leftOut: [],
  isCut: false,
  unreadable: [],
  files: Object.entries(files).map(([path, content]) => ({
    path,
    open: () => (content instanceof Error ? Promise.reject(content) : Promise.resolve(new File([content], path))),
  })),
});

function session(files: Record<string, string> = {}) {
  const ydoc = new Y.Doc();
  for (const [path, content] of Object.entries(files))
    addFile(ydoc, { id: path, path, language: "plaintext", content });
  const asked: [string, number][] = [];
  const upload = (from: Picked, answers: Answer[] = []) =>
    uploadFiles(from, {
      ydoc,
      ask(path, others) {
        asked.push([path, others]);
        return Promise.resolve(answers.shift() ?? { choice: "leave", forAll: false });
      },
      replace(id, text) {
        const file = findFile(ydoc, id);
        file?.text.delete(0, file.text.length);
        file?.text.insert(0, text);
      },
    });
  const contents = () => Object.fromEntries(listFiles(ydoc).map(({ path, text }) => [path, text.toString()]));
  return { ydoc, upload, asked, contents };
}

test("all texts of a folder come in with their paths; what cannot be taken is named and stops nothing", async () => {
  const { upload, contents } = session();
  const from = picked({
    "app/a.ts": "const a = 1;\r\n",
    "app/broken.ts": new Error("NotReadableError"),
    "app/latin.txt": new Uint8Array(Buffer.from("café", "latin1")),
    "app/logo.png": new Uint8Array(Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1")),
    "app/big.txt": "x".repeat(1024 * 1024 + 1),
    "app/wide.txt": new Uint8Array(Buffer.from("\ufeffnaïve", "utf16le")),
    "app/__proto__": "x",
    "app/z.md": "# z",
  });
  const uploaded = await upload({ ...from, leftOut: [".git", "node_modules"] });
  expect(contents()).toEqual({ "app/a.ts": "const a = 1;\n", "app/wide.txt": "naïve", "app/z.md": "# z" });
  expect(uploaded.problems).toEqual([
    "app/broken.ts could not be read.",
    "app/latin.txt is not UTF-8: save it as UTF-8.",
    "app/logo.png is not a text file.",
    "app/big.txt is larger than 1 MB.",
    "app/__proto__ was left out: This name is reserved.",
  ]);
  expect(uploadNotices(uploaded, { leftOut: [".git", "node_modules"], isCut: false })).toEqual({
    done: "3 files added. 2 folders were left out: .git and node_modules.",
    problem:
      "app/broken.ts could not be read. app/latin.txt is not UTF-8: save it as UTF-8. app/logo.png is not a text file. 2 more files were left out.",
  });
});

test("a name that is there is asked about: replace, keep both, leave, and the same for all others", async () => {
  const before = { "a.ts": "a", "b.ts": "b", "c.ts": "c", "same.ts": "same" };
  const from = () => picked({ "a.ts": "new a", "B.ts": "new b", "c.ts": "new c", "d.ts": "new d", "same.ts": "same" });
  const one = session(before);
  await one.upload(from(), [
    { choice: "replace", forAll: false },
    { choice: "both", forAll: false },
    { choice: "leave", forAll: false },
  ]);
  expect(one.asked.map(([path]) => path)).toEqual(["a.ts", "b.ts", "c.ts"]);
  expect(one.contents()).toEqual({
    "a.ts": "new a",
    "b.ts": "b",
    "B (2).ts": "new b",
    "c.ts": "c",
    "d.ts": "new d",
    "same.ts": "same",
  });

  const all = session(before);
  await all.upload(from(), [{ choice: "replace", forAll: true }]);
  expect(all.asked).toEqual([["a.ts", 3]]);
  expect(all.contents()).toEqual({
    "a.ts": "new a",
    "b.ts": "new b",
    "c.ts": "new c",
    "d.ts": "new d",
    "same.ts": "same",
  });
});

test("P8 past 200 files and 10 MB the rest is named and left out", async () => {
  const many = session(Object.fromEntries(Array.from({ length: MAX_FILES - 1 }, (_, nth) => [`f${nth}`, ""])));
  expect(await many.upload(picked({ x: "x", y: "y" }))).toMatchObject({
    added: ["x"],
    problems: ["y does not fit: a session holds at most 200 files."],
  });
  const large = session();
  const full = await large.upload(
    picked(
      Object.fromEntries(
        Array.from({ length: 11 }, (_, nth) => [`f${String(nth).padStart(2, "0")}`, "x".repeat(1024 * 1024)]),
      ),
    ),
  );
  expect([full.added.length, full.problems]).toEqual([
    9,
    ["f09", "f10"].map((path) => `${path} does not fit: a session holds at most 10 MB.`),
  ]);
});

test("a folder that is chosen is listed with its paths, without what nobody means", () => {
  const inFolder = (webkitRelativePath: string) =>
    Object.assign(new File(["x"], webkitRelativePath.split("/").at(-1) ?? ""), { webkitRelativePath });
  const { files, leftOut } = pickedFrom(
    ["p/z.ts", "p/.git/config", "p/node_modules/a/b.js", "p/node_modules/c.js", "p/.DS_Store", "p/src/a.ts"].map(
      inFolder,
    ),
  );
  expect([files.map(({ path }) => path), leftOut]).toEqual([
    ["p/src/a.ts", "p/z.ts"],
    [".git", "node_modules"],
  ]);
});
