import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { beginStamp, buildIfNeeded, finishStamp, isBuildFresh } from "../../start/build.ts";
import { temporaryFolder } from "../support/tandem.ts";

/** A checkout whose build only counts how often it ran. */
function smallCheckout() {
  const { folder, ...rest } = temporaryFolder();
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write("app/root.tsx", "export default 1;");
  write("app/routes/a.tsx", "export default 2;");
  write("package.json", JSON.stringify({ scripts: { build: "echo built >> builds.txt" } }));
  return {
    folder,
    write,
    builds: () => readFileSync(path.join(folder, "builds.txt"), "utf8").split("\n").length - 1,
    ...rest,
  };
}
const { signal } = new AbortController();

test("P12 a build counts as fresh until one of its sources changes, appears, goes or gets another name", () => {
  using checkout = smallCheckout();
  const { folder, write } = checkout;
  const inFolder = (file: string) => path.join(folder, file);
  const build = () => (beginStamp(folder), finishStamp(folder));
  expect(isBuildFresh(folder)).toBe(false);
  const changes = [
    () => write("app/root.tsx", "export default 3;"),
    () => write("public/favicon.svg", "<svg/>"),
    () => write("languages/package-lock.json", "{}"),
    () => rmSync(inFolder("public/favicon.svg")),
    () => renameSync(inFolder("app/routes/a.tsx"), inFolder("app/routes/b.tsx")),
    () => rmSync(inFolder("build"), { recursive: true }),
  ];
  for (const change of changes) {
    build();
    expect(isBuildFresh(folder)).toBe(true);
    write("docs/page.md", String(change));
    expect(isBuildFresh(folder)).toBe(true);
    change();
    expect([isBuildFresh(folder), String(change)]).toEqual([false, String(change)]);
  }
});

test("P12 a build that was cut short, or whose sources changed under it, is made again", () => {
  using checkout = smallCheckout();
  beginStamp(checkout.folder);
  expect(isBuildFresh(checkout.folder)).toBe(false);
  checkout.write("app/root.tsx", "export default 4;");
  finishStamp(checkout.folder);
  expect(isBuildFresh(checkout.folder)).toBe(false);
});

test("P12 a start builds when it must, and only then; a build that fails says why", async () => {
  using checkout = smallCheckout();
  await buildIfNeeded(checkout.folder, signal);
  beginStamp(checkout.folder);
  finishStamp(checkout.folder);
  await buildIfNeeded(checkout.folder, signal);
  expect(checkout.builds()).toBe(1);
  checkout.write("package.json", JSON.stringify({ scripts: { build: "echo there is no such import; exit 1" } }));
  await expect(buildIfNeeded(checkout.folder, signal)).rejects.toThrow("there is no such import");
});

test("P12 Ctrl+C ends a build under way", async () => {
  using checkout = smallCheckout();
  checkout.write("package.json", JSON.stringify({ scripts: { build: "exec sleep 60" } }));
  const interrupted = new AbortController();
  const building = buildIfNeeded(checkout.folder, interrupted.signal);
  interrupted.abort();
  await expect(building).rejects.toMatchObject({ name: "AbortError" });
});
