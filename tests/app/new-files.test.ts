import { expect, test } from "vitest";
import { newFiles } from "../../app/api/new-files.ts";
import { MAX_FILES } from "../../protocol/limits.ts";

const file = (path: string, content = "", language?: string) => ({ path, content, ...(language && { language }) });
const problemsOf = (files: unknown) =>
  newFiles.safeParse(files).error?.issues.map(({ path, message }) => [path.join("."), message]);

test("files of a new session have tidy names, a language, and well-formed texts", () => {
  expect(newFiles.parse([file(" src/a.py ", "1\ud800"), file("b.odd", "", "rust")])).toEqual([
    { path: "src/a.py", language: "python", content: "1\ufffd" },
    { path: "b.odd", language: "rust", content: "" },
  ]);
});

test("P8 files that no session could have are refused, with a sentence for each", () => {
  expect(problemsOf([file("a.ts"), file("../b.ts")])).toEqual([
    ["1.path", "A name may contain folders, as in src/main.ts, but no empty, . or .. parts."],
  ]);
  expect(problemsOf([file("a.ts", "", "No Language")])).toEqual([["0.language", "This language is not known here."]]);
  expect(problemsOf([{ path: "a.ts" }])).toEqual([["0.content", "A file needs a text, if only an empty one."]]);
  expect(problemsOf([{ path: 1, content: "" }])).toEqual([["0.path", "A file needs a name."]]);
  for (const wrong of [[], "a.ts", Array.from({ length: MAX_FILES + 1 }, (_, nth) => file(`${nth}.ts`))])
    expect(problemsOf(wrong)).toEqual([["", `A session has 1 to ${MAX_FILES} files.`]]);
});
