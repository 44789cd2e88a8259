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
  /** A worker of ours sends a third of it. */
  const MAX_MESSAGES_A_SECOND = 60;
  /** More JSON than a worker of ours sends of a run, and in one message, however short its pieces are. */
  const MAX_CHARS = 20_000_000;
  const MAX_MESSAGE_CHARS = 1_500_000;
  const MAX_PIECES = 70_000;
  /** The page of whoever runs something, and nobody else's. */
  const page = parent;

  /** What the page has given, once its modules are compiled. @type {Map<string, Promise<Language>>} */
  const languages = new Map();
  /** One worker of a language that is ready, or gets ready. @type {Map<string, Place>} */
  const spares = new Map();
  /** @type {Place | undefined} */
  let running;
  /** Counts what was asked to run, and to stop. */
  let lastRun = 0;

  addEventListener("message", function receivePort({ source, ports: [port] }) {
    if (source !== page || !port) return;
    removeEventListener("message", receivePort);

    const tell = (/** @type {FromFrame} */ message) => port.postMessage(message);

    // It is here, whatever comes of it.
    tell({ type: "pong" });

    port.onmessage = async ({ data }) => {
      const message = /** @type {ToFrame} */ (data);
      if (message.type === "ping") tell({ type: "pong" });
      if (message.type === "stop") stop();
      if (message.type === "line" && running) send(running, { type: "line", text: message.text });
      if (message.type === "prepare") {
        const { language, script, assets } = message;
        languages.set(language, compile(script, assets));
      }
      if (message.type === "run") {
        const { language, job } = message;
        const wanted = ++lastRun;
        try {
          const place = spares.get(language) ?? makeSpare(language, await languages.get(language));
          // It was stopped while the language was compiled; the worker is for the next run then.
          if (wanted !== lastRun) return;
          running = place;
          spares.delete(language);
          place.isBusy = true;
          send(place, { type: "run", job });
        } catch (error) {
          if (wanted === lastRun) tell({ type: "broken", reason: String(error) });
        }
      }
    };

    /**
     * @param {string} language
     * @param {Language | undefined} given
     */
    function makeSpare(language, given) {
      if (!given) throw new Error(`Nothing was given for ${language}.`);
      const { script, assets } = given;
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
      // Nobody waits for a spare one: the next run makes another, and says what is wrong with it.
      if (place !== running) return;
      running = undefined;
      tell(message);
      refill(place.language);
    }

    function stop() {
      const stopped = running;
      lastRun++;
      running = undefined;
      stopped?.worker.terminate();
      tell({ type: "stopped" });
      if (stopped) refill(stopped.language);
    }

    /** The next run then begins at once. @param {string} language */
    async function refill(language) {
      const given = await languages.get(language);
      if (!spares.has(language)) makeSpare(language, given);
    }
  });

  const send = (/** @type {Place} */ { worker }, /** @type {ToWorker} */ message) => worker.postMessage(message);

  /**
   * @param {string} script
   * @param {Record<string, ArrayBuffer>} files
   * @returns {Promise<Language>}
   */
  async function compile(script, files) {
    /** @type {Assets} */
    const assets = {};
    for (const [name, bytes] of Object.entries(files))
      assets[name] = name.endsWith(".wasm") ? await WebAssembly.compile(bytes) : bytes;
    return { script: URL.createObjectURL(new Blob([script], { type: "text/javascript" })), assets };
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
