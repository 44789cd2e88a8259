/** basedpyright in Node: its script in a realm of its own that looks like a browser's worker. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createContext, Script } from "node:vm";
import type { Message } from "../../app/language-servers/python/messages.ts";
import { servePython, type Scope } from "../../app/language-servers/python/server.ts";

type Worker = { scope: Scope & { onmessage?: unknown }; run: () => void; post: (data: unknown) => void };

const path = createRequire(import.meta.url).resolve("browser-basedpyright/dist/pyright.worker.js");

function newWorker(script: Script, postMessage: (message: unknown) => void): Worker {
  const target = new EventTarget();
  let handler: ((event: Event) => void) | undefined;
  const scope = {
    name: "",
    close() {},
    postMessage,
    reportError(error: unknown) {
      throw error;
    },
    addEventListener: target.addEventListener.bind(target),
    dispatchEvent: target.dispatchEvent.bind(target),
    /** As in browsers: it takes its place among the listeners when it is set first. */
    set onmessage(given: (event: Event) => void) {
      if (!handler) target.addEventListener("message", (event) => handler?.(event));
      handler = given;
    },
  };
  const realm = { self: scope, console, MessageChannel, MessagePort, TextDecoder, TextEncoder, URL, performance };
  const timers = { setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask };
  return {
    scope,
    run: () => script.runInContext(createContext({ ...realm, ...timers })),
    post: (data) => target.dispatchEvent(new MessageEvent("message", { data })),
  };
}

/** Gives what posts to the server; `onMessage` gets what it posts to the page. */
export function startPython(onMessage: (message: Message) => void): (message: Message) => void {
  const script = new Script(readFileSync(path, "utf8"));
  const server = newWorker(script, (message) => onMessage(structuredClone(message) as Message));
  const load = async () => server.run();
  servePython(server.scope, load, () => {
    const analyzer = newWorker(script, () => {});
    analyzer.run();
    return { postMessage: analyzer.post };
  });
  return server.post;
}
