/** The frame between the page and its workers: what it passes on, and of which of them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { expect, test } from "vitest";
import type { FromFrame, FromWorker, ToFrame } from "../../../app/runner/messages.ts";
import { root } from "../../support/root.ts";

type Worker = { language: string; isEnded: boolean; say: (message: FromWorker) => void };

/** The script of /runner, with a page around it and workers that do as they are told. */
function open() {
  const workers: Worker[] = [];
  const told: FromFrame[] = [];
  const port = { onmessage: undefined as unknown, postMessage: (message: FromFrame) => void told.push(message) };
  const parent = {};
  let hear: (event: unknown) => void = () => {};
  vm.runInNewContext(readFileSync(path.join(root, "app", "runner", "frame.js"), "utf8"), {
    parent,
    performance,
    addEventListener: (_type: string, listener: typeof hear) => (hear = listener),
    removeEventListener: () => {},
    Blob: class {
      parts: string[];
      constructor(parts: string[]) {
        this.parts = parts;
      }
    },
    URL: { createObjectURL: ({ parts }: { parts: string[] }) => parts[0] },
    Worker: class {
      language: string;
      isEnded = false;
      onmessage: (event: { data: FromWorker }) => void = () => {};
      constructor(language: string) {
        this.language = language;
        workers.push(this as never);
      }
      say(data: FromWorker) {
        this.onmessage({ data });
      }
      postMessage() {}
      terminate() {
        this.isEnded = true;
      }
    },
  });
  hear({ source: parent, ports: [port] });
  const send = async (data: ToFrame) => {
    await (port.onmessage as (event: { data: ToFrame }) => Promise<void>)({ data });
    // What it makes ready meanwhile is there.
    await new Promise((resolve) => setTimeout(resolve));
  };
  const prepare = (language: string) => send({ type: "prepare", language, script: language, assets: {} });
  const run = (language: string) => send({ type: "run", language, job: { kind: "run", entry: "main", files: [] } });
  return { workers, told, send, prepare, run };
}

test("a spare worker that breaks ends no run of another language", async () => {
  const { workers, told, prepare, run } = open();
  await prepare("python");
  await prepare("lua");
  await run("python");
  workers[0]?.say({ type: "end", exitCode: 0 });
  await new Promise((resolve) => setTimeout(resolve));
  await run("lua");
  expect(workers.map(({ language, isEnded }) => [language, isEnded])).toEqual([
    ["python", true],
    ["python", false],
    ["lua", false],
  ]);
  told.length = 0;
  workers[1]?.say({ type: "broken", reason: "Out of memory." });
  workers[2]?.say({ type: "end", exitCode: 0 });
  expect(told).toEqual([{ type: "end", exitCode: 0 }]);
  // The next one says what is wrong, where it is still so.
  await run("python");
  workers.at(-1)?.say({ type: "broken", reason: "Out of memory." });
  expect(told.at(-1)).toEqual({ type: "broken", reason: "Out of memory." });
});
