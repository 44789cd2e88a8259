/**
 * Runs code in this page: the frame of app/runner/frame.js, what is handed to it and what comes out. The frame is
 * not trusted: each message is checked, all that it says is text, and it is dropped when it is silent.
 */
import { z } from "../../../../protocol/zod.ts";
import { MAX_BATCH_CHARS, MAX_OUTPUT_CHARS } from "../../../../protocol/limits.ts";
import { pieceChars } from "../../../../protocol/piece-chars.ts";
import { type Piece, pieceSchema, type Runner } from "../../../../protocol/runs.ts";
import type { FromFrame, Job, ToFrame } from "../../../runner/messages.ts";
import { fetchLanguage, type LanguageName, languageOf } from "./languages.client.ts";

const PING_MS = 1_000;
/** A frame that says nothing for so long is out of memory, or gone. */
const SILENCE_MS = 3_000;
/** Of what the server takes of a run: for what this page says of it, and for answered input. */
const KEPT_FREE_CHARS = 20_000;

export type RunEnd = { state: "done" | "failed" | "stopped"; exitCode: number | null; ms: number };

export type RunListener = {
  /** At most `MAX_BATCH_CHARS` a call, and `MAX_OUTPUT_CHARS` of a run. */
  onPieces(pieces: Piece[]): void;
  /** There is more output than is shown. */
  onCut(): void;
  /** The program waits for a line. */
  onInput(): void;
  /** The language is loaded for the first time: its size in bytes, as sent. */
  onLoading(bytes: number): void;
  /** The code itself begins. */
  onStart(): void;
  /** `why`: a run that could not go on, in words of the frame or the language. */
  onEnd(end: RunEnd, why?: RunBreak): void;
};

/** `memory`: the frame is gone. `loading`: what the language needs could not be fetched. Else what was said. */
export type RunBreak = "memory" | "loading" | { said: string };

const fromFrame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("prepared"), language: z.string() }),
  z.object({ type: z.literal("started") }),
  z.object({ type: z.literal("output"), pieces: z.array(pieceSchema).check(z.maxLength(MAX_BATCH_CHARS)) }),
  z.object({ type: z.literal("input") }),
  z.object({ type: z.literal("end"), exitCode: z.int() }),
  z.object({ type: z.literal("broken"), reason: z.string() }),
  z.object({ type: z.literal("stopped") }),
  z.object({ type: z.literal("pong") }),
]);

type Current = { listener: RunListener; startedAt: number; chars: number; isCut: boolean };

/** One a page, and one run at a time: a run that is under way is stopped by the next. */
export class RunHost {
  private frame: HTMLIFrameElement | undefined;
  private port: MessagePort | undefined;
  private current: Current | undefined;
  private pings: ReturnType<typeof setInterval> | undefined;
  private heardAt = 0;
  private pingedAt = 0;
  /** Languages that this frame has been given, or is being given. */
  private given = new Map<LanguageName, Promise<void>>();

  run(runner: Runner, job: Job, listener: RunListener) {
    this.stop();
    const current: Current = { listener, startedAt: performance.now(), chars: 0, isCut: false };
    this.current = current;
    const language = languageOf(runner, job.kind);
    this.give(language, (bytes) => listener.onLoading(bytes)).then(
      () => {
        if (this.current === current) this.send({ type: "run", language, job });
      },
      () => {
        if (this.current === current) this.end("failed", null, "loading");
      },
    );
  }

  /** Answers a program that waits for a line; null is the end of its input. */
  answer(text: string | null) {
    this.send({ type: "line", text });
  }

  /** Ends the run at once, whatever it is doing. */
  stop() {
    if (!this.current) return;
    this.send({ type: "stop" });
    this.end("stopped", null);
  }

  dispose() {
    this.stop();
    this.drop();
  }

  private async give(language: LanguageName, onLoading: (bytes: number) => void): Promise<void> {
    const frame = this.openFrame();
    const known = this.given.get(language);
    if (known) return known;
    const giving = Promise.all([frame, fetchLanguage(language, onLoading)]).then(([, { script, assets }]) =>
      this.send({ type: "prepare", language, script, assets }, Object.values(assets)),
    );
    this.given.set(language, giving);
    giving.catch(() => this.given.delete(language));
    return giving;
  }

  private async openFrame(): Promise<void> {
    if (this.frame) return;
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.setAttribute("aria-hidden", "true");
    frame.tabIndex = -1;
    // Not display: none, which browsers slow down.
    frame.style.cssText = "position:fixed;inset:0 auto auto 0;width:0;height:0;border:0;visibility:hidden";
    frame.src = "/runner";
    const { port1, port2 } = new MessageChannel();
    this.frame = frame;
    this.port = port1;
    this.given = new Map();
    this.heardAt = this.pingedAt = performance.now();
    port1.onmessage = ({ data }) => this.receive(data);
    this.pings = setInterval(() => this.ping(), PING_MS);
    await new Promise((resolve) => {
      frame.addEventListener("load", resolve, { once: true });
      document.body.append(frame);
    });
    // An origin that is nobody's cannot be named; the frame can hold nothing but /runner.
    frame.contentWindow?.postMessage(undefined, "*", [port2]);
  }

  private send(message: ToFrame, transfer: Transferable[] = []) {
    this.port?.postMessage(message, transfer);
  }

  private ping() {
    const now = performance.now();
    // A page that was hidden for a while, or was busy itself, has not listened either.
    if (document.visibilityState === "hidden" || now - this.pingedAt > 2 * PING_MS) this.heardAt = now;
    this.pingedAt = now;
    if (now - this.heardAt > SILENCE_MS) {
      this.drop();
      this.end("failed", null, "memory");
    } else this.send({ type: "ping" });
  }

  private receive(data: unknown) {
    const message: FromFrame | undefined = fromFrame.safeParse(data).data;
    if (!message) return;
    this.heardAt = performance.now();
    const { current } = this;
    if (!current) return;
    if (message.type === "started") {
      current.startedAt = performance.now();
      current.listener.onStart();
    }
    if (message.type === "input") current.listener.onInput();
    if (message.type === "output") this.show(current, message.pieces);
    if (message.type === "end") this.end(message.exitCode === 0 ? "done" : "failed", message.exitCode);
    if (message.type === "broken") this.end("failed", null, { said: message.reason });
  }

  private show(current: Current, pieces: Piece[]) {
    if (current.isCut) return;
    const chars = pieces.reduce((sum, piece) => sum + pieceChars(piece), 0);
    current.chars += chars;
    current.isCut = current.chars > MAX_OUTPUT_CHARS - KEPT_FREE_CHARS;
    if (current.isCut) current.listener.onCut();
    else current.listener.onPieces(pieces);
  }

  private end(state: RunEnd["state"], exitCode: number | null, why?: RunBreak) {
    const { current } = this;
    this.current = undefined;
    current?.listener.onEnd({ state, exitCode, ms: performance.now() - current.startedAt }, why);
  }

  private drop() {
    clearInterval(this.pings);
    this.frame?.remove();
    this.port?.close();
    this.frame = undefined;
    this.port = undefined;
  }
}
