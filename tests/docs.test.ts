import { existsSync, globSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { webEnv } from "../app/server/env.ts";
import { collabEnv } from "../collab/env.ts";
import { codeIn, readPage, readTable } from "./support/doc-tables.ts";
import { root } from "./support/root.ts";

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  "tests/RULES.md",
  ...globSync("docs/**/*.md", { cwd: root }),
];

/** The anchor that a heading gets. */
const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");

test.each(pages)("the links of %s lead somewhere", (page) => {
  // Code is not prose: an array there would look like a link.
  const prose = readPage(page).replace(/```[^]*?```|`[^`\n]*`/g, "");
  const links = [...prose.matchAll(/(?<!!)\[[^\]]+\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
  for (const link of links.filter((target) => !/^https?:/.test(target))) {
    const [file = "", anchor] = link.split("#");
    const target = file ? path.join(path.dirname(page), file) : page;
    expect(existsSync(path.join(root, target)), link).toBe(true);
    if (anchor === undefined) continue;
    const headings = [...readPage(target).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => slug(heading));
    expect(headings, link).toContain(anchor);
  }
});

const sources = globSync("{app,collab,db,migrations,observe,protocol,start,tests}/**/*.{ts,tsx}", { cwd: root });

test.each(pages)("the source files that %s names are there", (page) => {
  const named = [...readPage(page).matchAll(/`((?:[\w$.-]+\/)*[\w$.-]+\.tsx?)`/g)].map(([, file = ""]) => file);
  for (const file of named)
    expect(existsSync(path.join(root, file)) || sources.some((source) => source.endsWith(`/${file}`)), file).toBe(true);
});

test("every setting that is read is in the README and in .env.example, and no other", () => {
  const read = [...Object.keys({ ...webEnv, ...collabEnv }), "TANDEM_DATA", "CHROMIUM", "FIREFOX", "TRACES"].sort();
  expect(codeIn(readTable("README.md", "Configure")).sort()).toEqual(read);
  expect([...readPage(".env.example").matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name).sort()).toEqual(read);
});
