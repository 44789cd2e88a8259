/**
 * Imported before a language: libraries shall take this for the worker in which they run, whose frame has no origin and
 * may load nothing, and not for Node.
 */
// Node's own are read when they are first used, and ask for its version.
void new Response();
Object.defineProperty(process, "versions", { value: { ...process.versions, node: undefined } });
Object.defineProperty(process, "release", { value: { ...process.release, name: "worker" } });
Object.assign(globalThis, {
  self: globalThis,
  location: new URL("blob:null/worker"),
  WorkerGlobalScope: class {
    static [Symbol.hasInstance](): boolean {
      return true;
    }
  },
  importScripts: () => {
    throw new Error("Refused.");
  },
  fetch: async () => {
    throw new Error("Refused.");
  },
});
