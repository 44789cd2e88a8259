// @ts-check
/**
 * The frame in which code runs: an origin that nothing else has, without a network. It makes workers, ends them, and
 * passes on what it knows to be a message of theirs. No code of people runs in here itself. It is served as it stands,
 * within the page of /runner (app/server/runner-page.ts).
 *
 * safety: the page gets at most `MAX_CHARS` of text for a run, in messages of known form; a worker that sends more of
 * them than ours does is ended.
 */
"use strict";

/**
 * @import { Assets, FromFrame, FromWorker, ToFrame, ToWorker } from "./messages.ts"
 * @typedef {{ script: string, assets: Assets }} Language
 * @typedef {{ worker: Worker, language: string, isReady: boolean, isBusy: boolean }} WorkerState
 * @typedef {WorkerState & { chars: number, sentAt: number[] }} Place
 */
(() => {
  const MAX_MESSAGES_A_SECOND = 60;
  /** More JSON than a worker of ours sends of a run, and in one message, however short its pieces are. */
  const MAX_CHARS = 20_000_000;
  const MAX_MESSAGE_CHARS = 1_500_000;
  const MAX_PIECES = 70_000;
  /** The page of whoever runs something, and nobody else's. */
  const page = parent;

  /** @type {Map<string, Language>} */
  const languages = new Map();
  /** One worker of a language that is ready, or gets ready. @type {Map<string, Place>} */
  const spares = new Map();
  /** @type {Place | undefined} */
  let running;

  addEventListener("message", function receivePort({ source, ports: [port] }) {
    if (source !== page || !port) return;
    removeEventListener("message", receivePort);

    const tell = (/** @type {FromFrame} */ message) => port.postMessage(message);

    port.onmessage = async ({ data }) => {
      const message = /** @type {ToFrame} */ (data);
      if (message.type === "ping") tell({ type: "pong" });
      if (message.type === "stop") stop();
      if (message.type === "line" && running) send(running, { type: "line", text: message.text });
      if (message.type === "prepare") {
        const { language, script } = message;
        try {
          const assets = await compile(message.assets);
          const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
          languages.set(language, { script: url, assets });
          makeSpare(language);
        } catch (error) {
          tell({ type: "broken", reason: String(error) });
        }
      }
      if (message.type === "run") {
        const { language, job } = message;
        running = spares.get(language) ?? makeSpare(language);
        spares.delete(language);
        running.isBusy = true;
        send(running, { type: "run", job });
      }
    };

    /** @param {string} language */
    function makeSpare(language) {
      const { script, assets } = /** @type {Language} */ (languages.get(language));
      /** @type {Place} */
      const place = { worker: new Worker(script), language, isReady: false, isBusy: false, chars: 0, sentAt: [] };
      place.worker.onmessage = (event) => receive(place, event);
      place.worker.onerror = (event) => {
        event.preventDefault();
        end(place, { type: "broken", reason: event.message || "The worker ended." });
      };
      send(place, { type: "prepare", assets });
      spares.set(language, place);
      return place;
    }

    /**
     * What a worker says is not looked at before it is known that it does not say too much: that alone takes time.
     *
     * @param {Place} place
     * @param {MessageEvent} event
     */
    function receive(place, event) {
      if (place !== running && place !== spares.get(place.language)) return;
      const now = performance.now();
      place.sentAt = [...place.sentAt.filter((at) => now - at < 1_000), now];
      if (place.sentAt.length > MAX_MESSAGES_A_SECOND)
        return end(place, { type: "broken", reason: "It sent more messages than the page takes." });
      const message = known(event.data);
      if (!message) return;
      if (message.type === "ready") {
        if (place.isReady) return;
        place.isReady = true;
        return tell({ type: "prepared", language: place.language });
      }
      if (message.type === "end" || message.type === "broken") return end(place, message);
      if (!place.isBusy) return;
      if (message.type === "output") {
        const chars = JSON.stringify(message.pieces).length;
        place.chars += chars;
        if (chars > MAX_MESSAGE_CHARS || place.chars > MAX_CHARS) return;
      }
      tell(message);
    }

    /**
     * @param {Place} place
     * @param {FromWorker} message
     */
    function end(place, message) {
      place.worker.terminate();
      if (spares.get(place.language) === place) spares.delete(place.language);
      if (place !== running) return message.type === "broken" ? tell(message) : undefined;
      running = undefined;
      tell(message);
      // The next run then begins at once.
      if (!spares.has(place.language)) makeSpare(place.language);
    }

    function stop() {
      const stopped = running;
      running = undefined;
      stopped?.worker.terminate();
      tell({ type: "stopped" });
      if (stopped && !spares.has(stopped.language)) makeSpare(stopped.language);
    }
  });

  const send = (/** @type {Place} */ { worker }, /** @type {ToWorker} */ message) => worker.postMessage(message);

  /** @param {Record<string, ArrayBuffer>} files */
  async function compile(files) {
    /** @type {Assets} */
    const assets = {};
    for (const [name, bytes] of Object.entries(files))
      assets[name] = name.endsWith(".wasm") ? await WebAssembly.compile(bytes) : bytes;
    return assets;
  }

  /**
   * A message of the form that it says to have, made anew; the page looks at pieces of output more closely.
   *
   * @param {unknown} data
   * @returns {FromWorker | undefined}
   */
  function known(data) {
    if (typeof data !== "object" || data === null) return;
    const { type, pieces, exitCode, reason } = /** @type {Record<string, any>} */ (data);
    if (type === "ready" || type === "started" || type === "input") return { type };
    if (type === "output" && Array.isArray(pieces) && pieces.length <= MAX_PIECES) return { type, pieces };
    if (type === "end" && Number.isInteger(exitCode)) return { type, exitCode };
    if (type === "broken" && typeof reason === "string") return { type, reason: reason.slice(0, 1_000) };
  }
})();
