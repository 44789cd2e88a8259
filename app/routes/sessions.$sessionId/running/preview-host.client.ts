/**
 * Shows a page of the session in this page, and what it writes to its console: the frame of app/runner/preview/.
 * People's code runs in that very frame, which is not trusted: each message is counted and checked, and all that it
 * says is text.
 */
import { z } from "../../../../protocol/zod.ts";
import { MAX_BATCH_CHARS, MAX_OUTPUT_CHARS } from "../../../../protocol/limits.ts";
import { pieceChars } from "../../../../protocol/piece-chars.ts";
import { type Piece, pieceSchema } from "../../../../protocol/runs.ts";
import type { RunFile } from "../../../runner/messages.ts";
import type { FromPreview, ToPreview } from "../../../runner/preview/messages.ts";
import previewScript from "../../../runner/preview/preview.ts?runner";
import { CageFrame } from "./cage-frame.client.ts";
import { fetchFiles } from "./fetch-files.client.ts";
import { KEPT_FREE_CHARS, type RunEnd, type RunListener, type RunBreak } from "./run-host.client.ts";

/** Ours sends a third of it. */
const MAX_MESSAGES_A_SECOND = 60;
/**
 * Characters and values in one message: several times what ours sends. Parts that are the same cost who sends them
 * nothing, and would cost this page each time that it looks at them.
 */
const MAX_MESSAGE_SIZE = 4 * MAX_BATCH_CHARS;
const MAX_DEPTH = 6;
/** At least, before a link is followed: there are pages that lead to each other by themselves. */
const MIN_SHOWN_MS = 500;
/** What a page may write before it is loaded again, so that one that writes without end leaves room for the next. */
const MAX_LOAD_CHARS = 100_000;
/** Each may have held up this page, where the frame has no process of its own. */
const MAX_LOOPS = 3;

export type PreviewListener = Omit<RunListener, "onInput"> & {
  /** Which page is shown now, and how it calls itself. */
  onPage(page: ShownPage): void;
  /** It has been loaded once more, or another in its place. */
  onReload(path: string): void;
  /** The file that it shows is not there any more. */
  onGone(path: string): void;
  /** All that may be written in one run has been. */
  onFull(): void;
};
/** The `id` stays when a file gets another path. */
export type PreviewFile = RunFile & { id: string };
export type ShownPage = { path: string; title: string };

const fromPreview = z.discriminatedUnion("type", [
  z.object({ type: z.literal("output"), pieces: z.array(pieceSchema).check(z.maxLength(MAX_BATCH_CHARS)) }),
  z.object({ type: z.literal("title"), title: z.string().check(z.maxLength(200)) }),
  z.object({ type: z.literal("scrolled"), to: z.number().check(z.nonnegative()) }),
  z.object({ type: z.literal("looped") }),
  z.object({ type: z.literal("wants"), path: z.string() }),
  z.object({ type: z.literal("pong") }),
]);

type Current = {
  listener: PreviewListener;
  files: PreviewFile[];
  path: string;
  isGone: boolean;
  script: string;
  startedAt: number;
  scrolledTo: number;
  chars: number;
  isFull: boolean;
  loops: number;
  /** Of what is loaded now. */
  load: { begunAt: number; chars: number; isCut: boolean; sentAt: number[] };
};

const newLoad = () => ({ begunAt: performance.now(), chars: 0, isCut: false, sentAt: [] });

/** One a page, and one preview at a time. */
export class PreviewHost {
  /** The frame is in here, wherever that stands: a frame that is moved begins anew. */
  readonly place = document.createElement("div");
  private readonly origin: string;
  private frame: CageFrame | undefined;
  private current: Current | undefined;
  /** Fetched once a page. */
  private script: Promise<string> | undefined;

  /** `origin` of the frame: empty for this page's own. */
  constructor(origin: string) {
    this.origin = origin;
    // As long as it is not pointed at (use-own-focus.ts).
    this.place.className = "size-full not-data-[pointed]:[&>iframe]:pointer-events-none";
  }

  run({ entry, files }: { entry: string; files: PreviewFile[] }, listener: PreviewListener) {
    this.stop();
    const page = { path: entry, isGone: false, scrolledTo: 0, files, script: "" };
    const counted = { startedAt: performance.now(), chars: 0, isFull: false, loops: 0, load: newLoad() };
    const current: Current = { listener, ...page, ...counted };
    this.current = current;
    this.script ??= fetchScript(listener.onLoading);
    this.script.then(
      (script) => {
        if (this.current !== current) return;
        current.script = script;
        current.startedAt = performance.now();
        listener.onStart();
        this.open(current);
      },
      () => {
        this.script = undefined;
        if (this.current === current) this.end("failed", "loading");
      },
    );
  }

  /** Loads the page once more, with the files as they are now. */
  reload(files?: PreviewFile[]) {
    const { current } = this;
    if (!current?.script) return;
    const now = files ?? current.files;
    const before = current.files.find(({ path }) => path === current.path);
    const shown = now.find(({ path }) => path === current.path) ?? now.find(({ id }) => id === before?.id);
    if (!shown) {
      // What was there says more than an empty page.
      if (!current.isGone) current.listener.onGone(current.path);
      current.isGone = true;
      return;
    }
    current.files = now;
    current.isGone = false;
    if (shown.path !== current.path) {
      current.path = shown.path;
      current.listener.onPage({ path: shown.path, title: "" });
    }
    this.open(current);
    current.listener.onReload(current.path);
  }

  stop() {
    if (this.current) this.end("stopped");
  }

  dispose() {
    this.stop();
  }

  /** A fresh frame each time: with the one before go its timers. */
  private open(current: Current) {
    this.frame?.remove();
    current.load = newLoad();
    const element = document.createElement("iframe");
    element.className = "size-full bg-white";
    element.title = current.path;
    const { path: entry, files, scrolledTo, script } = current;
    const frame = (this.frame = new CageFrame(element, this.place, {
      src: `${this.origin}/preview`,
      sandbox: "allow-scripts allow-forms",
      onMessage: (data) => this.receive(current, data),
      onSilent: (hasAnswered) => this.end("failed", hasAnswered ? "silent" : "loading"),
    }));
    const send = (message: ToPreview) => frame.send(message);
    send({ type: "prepare", script });
    send({ type: "show", entry, files, scrolledTo });
  }

  private receive(current: Current, data: unknown): boolean {
    const { load, listener } = current;
    const now = performance.now();
    load.sentAt = [...load.sentAt.filter((at) => now - at < 1_000), now];
    if (load.sentAt.length > MAX_MESSAGES_A_SECOND) {
      this.end("failed", "flood");
      return false;
    }
    const message: FromPreview | undefined = isSmall(data) ? fromPreview.safeParse(data).data : undefined;
    if (!message || current !== this.current) return false;
    if (message.type === "output") this.show(current, message.pieces);
    if (message.type === "title") listener.onPage({ path: current.path, title: message.title });
    if (message.type === "looped" && ++current.loops === MAX_LOOPS) this.end("failed", "loops");
    if (message.type === "scrolled") current.scrolledTo = message.to;
    if (message.type === "wants") {
      const go = () => current === this.current && load === current.load && this.go(current, message.path);
      setTimeout(go, load.begunAt + MIN_SHOWN_MS - now);
    }
    return true;
  }

  /** To another page of the session. */
  private go(current: Current, path: string) {
    if (!current.files.some((file) => file.path === path)) return;
    current.path = path;
    current.scrolledTo = 0;
    current.listener.onPage({ path, title: "" });
    this.open(current);
    current.listener.onReload(path);
  }

  private show(current: Current, pieces: Piece[]) {
    const { load, listener } = current;
    if (load.isCut || current.isFull) return;
    const chars = pieces.reduce((sum, piece) => sum + pieceChars(piece), 0);
    load.chars += chars;
    current.chars += chars;
    load.isCut = load.chars > MAX_LOAD_CHARS;
    current.isFull = current.chars > MAX_OUTPUT_CHARS - KEPT_FREE_CHARS;
    if (current.isFull) listener.onFull();
    else if (load.isCut) listener.onCut();
    else listener.onPieces(pieces);
  }

  private end(state: RunEnd["state"], why?: RunBreak) {
    const { current } = this;
    this.current = undefined;
    this.frame?.remove();
    this.frame = undefined;
    current?.listener.onEnd({ state, exitCode: null, ms: performance.now() - current.startedAt }, why);
  }
}

/** Whether there is so little in a message that each part of it can be looked at. */
function isSmall(data: unknown): boolean {
  let left = MAX_MESSAGE_SIZE;
  function take(value: unknown, depth: number): boolean {
    left -= typeof value === "string" ? value.length + 1 : 1;
    if (left < 0 || depth > MAX_DEPTH) return false;
    if (typeof value !== "object" || value === null) return true;
    // Nothing else is of use here, and the bytes of some are too many to be counted.
    if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false;
    return Object.values(value).every((each) => take(each, depth + 1));
  }
  return take(data, 0);
}

/** What composes the page: fetched when somebody first runs one, and cached by the browser. */
async function fetchScript(onLoading: (bytes: number) => void): Promise<string> {
  const [script] = await fetchFiles([previewScript], onLoading);
  return new TextDecoder().decode(script);
}
