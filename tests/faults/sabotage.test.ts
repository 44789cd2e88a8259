import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "../support/root.ts";

const folder = path.join(root, "tests", "faults", "sabotage");

test.each(readdirSync(folder).filter((name) => name.endsWith(".patch")))(
  "P1 %s still fits the tree, so that the tests can be seen to fail",
  (patch) => {
    const { status, stderr } = spawnSync("git", ["apply", "--check", path.join(folder, patch)], {
      cwd: root,
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
  },
);
