/**
 * The session's runs as this page knows them, its own among them: which there are, what they write, which is shown. It
 * runs nothing itself (`run-host.client.ts`), and tells others through the server (`run-teller.client.ts`).
 */
import { z } from "../../../../protocol/zod.ts";
import type { ServerEvent } from "../../../../protocol/events.ts";
import { RUN_SILENCE_MS } from "../../../../protocol/limits.ts";
import { pieceChars } from "../../../../protocol/piece-chars.ts";
import { isUnderWay, type Piece, pieceSchema, type Run, runSchema } from "../../../../protocol/runs.ts";
import { callApi } from "../../../call-api.ts";
import { later } from "../../../ui/later.ts";
import { runningWords } from "../../../words/running.ts";
import { announce } from "../announcer.tsx";
import { Observable } from "../observable.ts";
import { EventOrder } from "../review/review-list.ts";
import type { PreviewFile, PreviewHost, ShownPage } from "./preview-host.client.ts";
import type { RunBreak, RunEnd, RunHost } from "./run-host.client.ts";
import { mergeRuns } from "./run-list.ts";
import { RunLog } from "./run-log.ts";
import { RunTeller } from "./run-teller.client.ts";

const host = later(() => import("./run-host.client.ts"));
const previewHost = later(() => import("./preview-host.client.ts"));

const listAnswer = z.object({ runs: z.array(runSchema) });
const oneAnswer = z.object({ run: runSchema, pieces: z.array(pieceSchema), next: z.int() });

/** Between two slices of output: a frame. */
const SLICE_MS = 16;
const ASK_AGAIN_MS = 2_000;
const MAX_NOTE_CHARS = 2_000;

/** How far this page has followed what a run writes. */
type Followed = {
  log: RunLog;
  /** The number of the next batch; undefined while it is to be asked for. */
  next: number | undefined;
  isAsking: boolean;
  /** Characters of all that came, as the server counts them. */
  chars: number;
  /** Batches that came meanwhile, by their numbers. */
  held: Map<number, Piece[]>;
};

/** A run of this page, while it is under way. */
type Own = {
  id: string;
  isWaiting: boolean;
  loadingBytes?: number;
  /** What of the session is shown, where it is a page, and the place in which its frame is. */
  page?: ShownPage;
  place?: HTMLElement;
};

export type RunningState = {
  /** The newest first. */
  runs: Run[];
  shownId: string | undefined;
  own: Own | undefined;
  /** When runs began and ended by this page's own clock, and how long its own took, in milliseconds. */
  times: ReadonlyMap<string, { begunAt: number; ms?: number }>;
};

export type NewRun = Pick<Run, "kind" | "runner" | "fileId" | "path" | "codeHash" | "userId" | "userName"> & {
  id: string;
  files: PreviewFile[];
};

type Options = {
  sessionId: string;
  /** Where pages of the session are shown from, where that is another site. */
  previewOrigin: string;
  /** Somebody else has begun a run. */
  onOthersBegin: (run: Run) => void;
};

export class Running extends Observable<RunningState> {
  private readonly options: Options;
  private readonly path: string;
  private readonly followed = new Map<string, Followed>();
  /** The runs of this page: it knows better than the server. */
  private readonly ownIds = new Set<string>();
  private readonly eventOrder = new EventOrder();
  private host: RunHost | undefined;
  private preview: PreviewHost | undefined;
  /** Ends what runs now; not there yet while that is loaded. */
  private stopOwn: (() => void) | undefined;
  private teller: RunTeller | undefined;
  private sliceTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly silenceTimer: ReturnType<typeof setInterval>;
  private heardAt = performance.now();
  private isGone = false;

  constructor(options: Options) {
    super({ runs: [], shownId: undefined, own: undefined, times: new Map() });
    this.options = options;
    this.path = `/api/sessions/${options.sessionId}`;
    this.silenceTimer = setInterval(() => this.doubtSilence(), RUN_SILENCE_MS / 3);
    addEventListener("pagehide", this.pageGoes);
    this.refetch();
  }

  logOf(id: string): RunLog {
    return this.follow(id).log;
  }

  /** Shows a run, and asks for what is not known of its output. */
  show(id: string) {
    this.change({ shownId: id });
    const followed = this.follow(id);
    if (followed.next === undefined) void this.ask(id);
  }

  receive(event: ServerEvent) {
    // One comes every few seconds, also while this page is hidden.
    this.teller?.tick();
    if (event.type === "refetch") this.refetch();
    if (event.type === "run-changed" && !this.ownIds.has(event.run.id)) {
      this.heardAt = performance.now();
      this.eventOrder.received(event.run.id);
      this.others([event.run], true);
    }
    if (event.type === "run-output" && !this.ownIds.has(event.runId)) {
      this.heardAt = performance.now();
      this.takeBatch(event.runId, event.n, event.pieces);
    }
  }

  /** Begins a run of this page. One at a time: whoever asks has looked at `own`. */
  async run({ id, files, ...wanted }: NewRun) {
    const begunAt = Date.now();
    const run: Run = {
      ...wanted,
      id,
      sessionId: this.options.sessionId,
      state: "running",
      exitCode: null,
      tookMs: null,
      outputChars: 0,
      createdAt: new Date(begunAt).toISOString(),
      finishedAt: null,
    };
    this.ownIds.add(id);
    this.follow(id).next = 0;
    this.change({
      runs: mergeRuns(this.value.runs, [run]),
      shownId: id,
      own: { id, isWaiting: false },
      times: new Map(this.value.times).set(id, { begunAt }),
    });
    const toldBefore = this.teller?.finished ?? Promise.resolve();
    const teller = (this.teller = new RunTeller(this.path, run, toldBefore, (why) =>
      this.write(id, [{ kind: "note", text: runningWords.onlyYou(why) }]),
    ));
    const write = (pieces: Piece[]) => {
      this.write(id, pieces);
      teller.output(pieces);
    };
    const note = (text: string) => write([{ kind: "note", text }]);
    const end = ({ state, exitCode, ms }: RunEnd, why?: RunBreak) => {
      if (why) note(typeof why === "string" ? runningWords.broken[why] : why.said.slice(0, MAX_NOTE_CHARS));
      teller.stateIs(state, { exitCode, tookMs: Math.round(ms) });
      this.hasEnded(id, { state, exitCode, ms });
    };
    const listener = {
      onPieces: write,
      onCut: () => note(runningWords.cut),
      onInput: () => {
        this.ownIs(id, { isWaiting: true });
        teller.stateIs("waiting");
      },
      onLoading: (loadingBytes: number) => this.ownIs(id, { loadingBytes }),
      onStart: () => {
        this.ownIs(id, { loadingBytes: undefined });
        this.change({ times: new Map(this.value.times).set(id, { begunAt: Date.now() }) });
      },
      onEnd: end,
    };
    const { runner, kind, path: entry } = wanted;
    try {
      if (runner === "html") this.preview ??= new (await previewHost.load()).PreviewHost(this.options.previewOrigin);
      else this.host ??= new (await host.load()).RunHost();
    } catch {
      return end({ state: "failed", exitCode: null, ms: Date.now() - begunAt }, "loading");
    }
    // It was stopped before there was anything that could run.
    if (this.isGone || this.value.own?.id !== id) return;
    const { host: programs, preview } = this;
    this.stopOwn = () => (runner === "html" ? preview : programs)?.stop();
    if (runner !== "html") return programs?.run(runner, { kind, entry, files }, listener);
    this.ownIs(id, { page: { path: entry, title: "" }, place: preview?.place });
    let isNoted = true;
    preview?.run(
      { entry, files },
      {
        ...listener,
        onPieces: (pieces) => {
          isNoted = false;
          write(pieces);
        },
        onPage: (page) => this.ownIs(id, { page }),
        onReload: (path) => {
          // Said once, however often it is loaded while it writes nothing.
          if (!isNoted) note(runningWords.preview.loaded(path));
          isNoted = true;
        },
        onGone: (path) => note(runningWords.preview.isGone(path)),
        onFull: () => note(runningWords.preview.full),
      },
    );
  }

  /** Loads the page that is shown once more, with the files as they are now, if any are given. */
  reloadPreview(files?: PreviewFile[]) {
    this.preview?.reload(files);
  }

  /** Answers the program that waits with a line, or with the end of input. */
  answer(line: string | null) {
    const { own } = this.value;
    if (!own?.isWaiting || !this.host) return;
    this.ownIs(own.id, { isWaiting: false });
    // What was typed is part of what the program shows, for everybody.
    if (line !== null) {
      const pieces: Piece[] = [{ kind: "in", text: line }];
      this.write(own.id, pieces);
      this.teller?.output(pieces);
    }
    this.teller?.stateIs("running");
    this.host.answer(line);
  }

  stop() {
    const { own, times } = this.value;
    if (!own) return;
    if (this.stopOwn) return this.stopOwn();
    // What runs code is not even here.
    this.teller?.stateIs("stopped");
    this.hasEnded(own.id, { state: "stopped", exitCode: null, ms: Date.now() - (times.get(own.id)?.begunAt ?? 0) });
  }

  /** Empties what is shown of a run, on this page. */
  clear(id: string) {
    this.follow(id).log.clear();
  }

  dispose() {
    this.isGone = true;
    this.pageGoes();
    removeEventListener("pagehide", this.pageGoes);
    clearInterval(this.silenceTimer);
    clearTimeout(this.sliceTimer);
    this.close();
    this.host?.dispose();
    this.preview?.dispose();
  }

  private change(change: Partial<RunningState>) {
    this.set({ ...this.value, ...change });
  }

  private ownIs(id: string, change: Partial<Own>) {
    const { own, runs } = this.value;
    if (own?.id !== id) return;
    const now = { ...own, ...change };
    const state = now.isWaiting ? "waiting" : "running";
    this.change({ own: now, runs: runs.map((run) => (run.id === id ? { ...run, state } : run)) });
    if (now.isWaiting && !own.isWaiting) announce(runningWords.announced.waitsForYou);
  }

  private hasEnded(id: string, { state, exitCode, ms }: RunEnd) {
    const { runs, times, own } = this.value;
    if (own?.id === id) this.stopOwn = undefined;
    const finishedAt = new Date().toISOString();
    const before = times.get(id) ?? { begunAt: Date.now() - ms };
    this.change({
      own: own?.id === id ? undefined : own,
      runs: runs.map((run) => (run.id === id ? { ...run, state, exitCode, tookMs: Math.round(ms), finishedAt } : run)),
      times: new Map(times).set(id, { ...before, ms }),
    });
    announce(runningWords.announced[state]);
  }

  private write(id: string, pieces: Piece[]) {
    this.follow(id).log.add(pieces);
    this.takeSlices();
  }

  /** Takes what logs have waiting, a slice at a time: first of the one that is shown. */
  private takeSlices() {
    this.sliceTimer ??= setTimeout(() => {
      this.sliceTimer = undefined;
      const shown = this.followed.get(this.value.shownId ?? "")?.log;
      const log = shown?.isWaiting ? shown : [...this.followed.values()].map((each) => each.log).find(waits);
      if (!log || this.isGone) return;
      log.takeSlice();
      this.takeSlices();
    }, SLICE_MS);
  }

  private follow(id: string): Followed {
    const followed = this.followed.get(id) ?? {
      log: new RunLog(),
      next: undefined,
      isAsking: false,
      chars: 0,
      held: new Map(),
    };
    this.followed.set(id, followed);
    return followed;
  }

  private takeBatch(id: string, n: number, pieces: Piece[]) {
    // Whoever hears of a run by its first batch has missed nothing of it.
    if (n === 0 && !this.followed.has(id)) this.follow(id).next = 0;
    const followed = this.follow(id);
    followed.held.set(n, pieces);
    this.takeHeld(id);
  }

  /** Takes the batches whose turn it is, and asks for the whole where one is missing. */
  private takeHeld(id: string) {
    const followed = this.follow(id);
    const { held, log } = followed;
    if (followed.next !== undefined)
      for (let pieces = held.get(followed.next); pieces; pieces = held.get(followed.next)) {
        held.delete(followed.next++);
        followed.chars += charsOf(pieces);
        log.add(pieces);
      }
    for (const n of held.keys()) if (n < (followed.next ?? 0)) held.delete(n);
    if (held.size > 0 && followed.next !== undefined) followed.next = undefined;
    // What nobody looks at is asked for when somebody does.
    if (followed.next === undefined) {
      if (id === this.value.shownId) void this.ask(id);
      else held.clear();
    }
    this.takeSlices();
  }

  private async ask(id: string) {
    const followed = this.follow(id);
    if (followed.isAsking || this.ownIds.has(id)) return;
    followed.isAsking = true;
    const pick = this.eventOrder.request();
    const answer = await callApi("GET", `${this.path}/runs/${id}`, { answer: oneAnswer }).catch(() => undefined);
    if (!answer) {
      // Each batch would ask once more.
      setTimeout(() => (followed.isAsking = false), ASK_AGAIN_MS);
      return;
    }
    followed.isAsking = false;
    if (this.isGone) return;
    followed.log.reset();
    followed.log.add(answer.pieces);
    followed.chars = charsOf(answer.pieces);
    followed.next = answer.next;
    this.others(pick([answer.run]));
    // Where one is still missing it is on its way.
    const isAhead = [...followed.held.keys()].some((n) => n >= answer.next) && !followed.held.has(answer.next);
    if (isAhead) setTimeout(() => !this.isGone && this.takeHeld(id), ASK_AGAIN_MS);
    else this.takeHeld(id);
    this.takeSlices();
  }

  private refetch() {
    const pick = this.eventOrder.request();
    callApi("GET", `${this.path}/runs`, { answer: listAnswer }).then(
      ({ runs }) => {
        if (this.isGone) return;
        // Of those that were under way output may have been missed.
        for (const run of this.value.runs)
          if (isUnderWay(run.state) && !this.ownIds.has(run.id)) this.follow(run.id).next = undefined;
        this.others(pick(runs).filter(({ id }) => !this.ownIds.has(id)));
        const [latest] = this.value.runs;
        const shownId = this.value.shownId ?? latest?.id;
        if (shownId) this.show(shownId);
      },
      // The next reconnect asks again.
      () => {},
    );
  }

  /** What is told of others' runs. `isNews`: by an event, just now. */
  private others(runs: Run[], isNews = false) {
    const known = new Map(this.value.runs.map((run) => [run.id, run]));
    const times = new Map(this.value.times);
    for (const run of runs)
      if (!times.has(run.id)) times.set(run.id, { begunAt: isNews ? Date.now() : Date.parse(run.createdAt) });
    const merged = mergeRuns(this.value.runs, runs);
    this.change({ runs: merged, times });
    for (const id of this.followed.keys()) if (!merged.some((run) => run.id === id)) this.followed.delete(id);
    if (isNews) for (const run of runs) this.news(run, known.get(run.id));
  }

  private news(run: Run, before: Run | undefined) {
    const words = runningWords.announced;
    const followed = this.followed.get(run.id);
    // Of what came right before its end there are no events.
    if (
      followed &&
      !isUnderWay(run.state) &&
      before &&
      isUnderWay(before.state) &&
      followed.chars !== run.outputChars
    ) {
      followed.next = undefined;
      if (run.id === this.value.shownId) void this.ask(run.id);
    }
    // A short one may have ended before anybody could be told that it began.
    if (!before && this.value.runs[0]?.id === run.id) {
      if (run.state !== "running") this.follow(run.id).next = undefined;
      else if (!this.followed.has(run.id)) this.follow(run.id).next = 0;
      // Whoever runs something themselves looks at that.
      if (!this.value.own) this.show(run.id);
      this.options.onOthersBegin(run);
      return;
    }
    if (before?.state === run.state) return;
    if (run.state === "waiting") announce(words.waitsFor(run.userName));
    else if (run.state !== "running" && before && isUnderWay(before.state)) announce(words[run.state]);
  }

  /** No event may have come of how it ended: the server knows. */
  private doubtSilence() {
    const isAnyUnderWay = this.value.runs.some(({ id, state }) => isUnderWay(state) && !this.ownIds.has(id));
    if (isAnyUnderWay && performance.now() - this.heardAt > RUN_SILENCE_MS) this.refetch();
  }

  private readonly pageGoes = () => {
    if (!this.value.own) return;
    this.teller?.pageGoes();
    this.stopOwn?.();
  };
}

const waits = (log: RunLog) => log.isWaiting;
const charsOf = (pieces: Piece[]) => pieces.reduce((sum, piece) => sum + pieceChars(piece), 0);
