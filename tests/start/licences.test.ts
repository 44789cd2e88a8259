import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { languagePackages } from "../../start/language-packages.ts";
import { licences } from "../../start/licences.ts";
import { root } from "../support/root.ts";

function served(): string[] {
  const names: string[] = [];
  const context = {
    environment: { name: "client" },
    emitFile: ({ fileName, source }: { fileName: string; source: Uint8Array }) => {
      expect(source.length, fileName).toBeGreaterThan(0);
      names.push(path.basename(fileName));
    },
  };
  (licences(root).generateBundle as unknown as (this: typeof context) => void).call(context);
  return names;
}

test("each licence that the list names is served beside it, and no other", () => {
  const list = readFileSync(path.join(root, "app", "licences", "README.md"), "utf8");
  const named = [...list.matchAll(/[`(]([\w.-]+\.(?:txt|md))[`)]/g)].map(([, name]) => name);
  expect(new Set(served())).toEqual(new Set([...named, "README.md"]));
});

test("no licence takes the place of another one that is served under its name", () => {
  const files = new Map(served().map((name) => [name, "everybody's"]));
  for (const [name, file] of languagePackages.flatMap((added) => Object.entries(added.licences))) {
    expect(files.get(name) ?? file, name).toBe(file);
    files.set(name, file);
  }
});
