/**
 * Runs code in this page: the frame of app/runner/frame.js, what is handed to it and what comes out. The frame is
 * not trusted: each message is checked, all that it says is text, and it is dropped when it is silent.
 */
import { z } from "../../../../protocol/zod.ts";
import { MAX_BATCH_CHARS, MAX_OUTPUT_CHARS } from "../../../../protocol/limits.ts";
import { pieceChars } from "../../../../protocol/piece-chars.ts";
import { type Piece, pieceSchema } from "../../../../protocol/runs.ts";
import type { FromFrame, Job, ToFrame } from "../../../runner/messages.ts";
import { CageFrame } from "./cage-frame.client.ts";
import { fetchLanguage, type LanguageName, languageOf, type WorkerRunner } from "./languages.client.ts";

/** Of what the server takes of a run: for what this page says of it, and for answered input. */
export const KEPT_FREE_CHARS = 20_000;

export type RunEnd = { state: "done" | "failed" | "stopped"; exitCode: number | null; ms: number };

export type RunListener = {
  /** At most `MAX_BATCH_CHARS` a call, and `MAX_OUTPUT_CHARS` of a run. */
  onPieces(pieces: Piece[]): void;
  /** There is more output than is shown. */
  onCut(): void;
  /** The program waits for a line. */
  onInput(): void;
  /** Something that the language needs is loaded for the first time on this device: its size in bytes, as sent. */
  onLoading(bytes: number): void;
  /** The code itself begins. */
  onStart(): void;
  /** `why`: a run that could not go on, in words of the frame or the language. */
  onEnd(end: RunEnd, why?: RunBreak): void;
};

/**
 * `memory`: the frame is gone. `silent`, `flood`, `loops`: that of a preview does not answer, says too much, or had to
 * be held up too often. `loading`: what the language needs could not be fetched. Else what was said.
 */
export type RunBreak = "memory" | "silent" | "flood" | "loops" | "loading" | { said: string };

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
  private frame: CageFrame | undefined;
  private current: Current | undefined;
  /** Until the frame has answered these, what comes is of a run before. */
  private unansweredStops = 0;
  /** Languages that this frame has been given, or is being given. */
  private given = new Map<LanguageName, Promise<void>>();

  run(runner: WorkerRunner, job: Job, listener: RunListener) {
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
    if (this.frame) this.unansweredStops++;
    this.send({ type: "stop" });
    this.end("stopped", null);
  }

  dispose() {
    this.stop();
    this.frame?.remove();
    this.frame = undefined;
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

  private openFrame(): Promise<void> {
    if (this.frame) return this.frame.opened;
    const element = document.createElement("iframe");
    element.setAttribute("aria-hidden", "true");
    element.tabIndex = -1;
    // Not display: none, which browsers slow down.
    element.style.cssText = "position:fixed;inset:0 auto auto 0;width:0;height:0;border:0;visibility:hidden";
    this.given = new Map();
    this.unansweredStops = 0;
    this.frame = new CageFrame(element, document.body, {
      src: "/runner",
      sandbox: "allow-scripts",
      onMessage: (data) => this.receive(data),
      onSilent: (hasAnswered) => {
        this.frame = undefined;
        this.end("failed", null, hasAnswered ? "memory" : "loading");
      },
    });
    return this.frame.opened;
  }

  private send(message: ToFrame, transfer: Transferable[] = []) {
    this.frame?.send(message, transfer);
  }

  private receive(data: unknown): boolean {
    const message: FromFrame | undefined = fromFrame.safeParse(data).data;
    if (!message) return false;
    if (message.type === "stopped") this.unansweredStops--;
    const { current } = this;
    if (!current || this.unansweredStops > 0) return true;
    if (message.type === "started") {
      current.startedAt = performance.now();
      current.listener.onStart();
    }
    if (message.type === "input") current.listener.onInput();
    if (message.type === "output") this.show(current, message.pieces);
    if (message.type === "end") this.end(message.exitCode === 0 ? "done" : "failed", message.exitCode);
    if (message.type === "broken") this.end("failed", null, { said: message.reason });
    return true;
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
}
