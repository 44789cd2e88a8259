import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { licences } from "../../start/licences.ts";
import { root } from "../support/root.ts";

test("each licence that the list names is served beside it, and no other", () => {
  const served: string[] = [];
  const context = {
    environment: { name: "client" },
    emitFile: ({ fileName, source }: { fileName: string; source: Uint8Array }) => {
      expect(source.length, fileName).toBeGreaterThan(0);
      served.push(path.basename(fileName));
    },
  };
  (licences(root).generateBundle as unknown as (this: typeof context) => void).call(context);
  const list = readFileSync(path.join(root, "app", "licences", "README.md"), "utf8");
  const named = [...list.matchAll(/[`(]([\w.-]+\.(?:txt|md))[`)]/g)].map(([, name]) => name);
  expect(new Set(served)).toEqual(new Set([...named, "README.md"]));
});
