/** What is understood of the code on this page: which language servers work, and what they find. One's own view. */
import type * as lsp from "vscode-languageserver-protocol";
import * as Y from "yjs";
import { findFile } from "../../../../protocol/layout.ts";
import type { Collab } from "../connection/collab.client.ts";
import type { EditorPane } from "../editor/editor-pane.client.ts";
import { noRoomSentence } from "../editor/has-room.ts";
import { monaco } from "../editor/monaco.client.ts";
import { Observable } from "../observable.ts";
import { fromRange, messageOf } from "./convert.client.ts";
import { fileIdOf, RunningServer } from "./running-server.client.ts";
import { serverOf, type ServerName, servers } from "./servers.client.ts";

export type Problem = {
  fileId: string;
  severity: "error" | "warning" | "info";
  message: string;
  /** Who says so, and their number for it: `ts 2304`. */
  source: string | undefined;
  range: monaco.IRange;
};

export type UnderstandingState = {
  problems: Problem[];
  /** The server for the file that is shown, if there is one. */
  shown: { name: ServerName; label: string; isReady: boolean; canRename: boolean } | undefined;
  /** Those that have crashed, or hang. */
  ended: { name: ServerName; label: string }[];
};

/** A name in the code, and what it belongs to. */
export type Named = { fileId: string; name: string; within: string | undefined; range: monaco.IRange };

/** A name that is about to be changed. */
export type Renaming = { fileId: string; at: Y.RelativePosition; name: string };

const RENAME_TRIES = 3;

type Options = {
  pane: EditorPane;
  collab: Collab;
  /** False while, and once, this page may not write. */
  mayWrite: () => boolean;
  onStale: () => void;
};

export class Understanding extends Observable<UnderstandingState> {
  private readonly options: Options;
  private readonly running = new Map<ServerName, RunningServer>();
  private readonly ended = new Set<ServerName>();
  private shownName: ServerName | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly opener: monaco.IDisposable;

  constructor(options: Options) {
    super({ problems: [], shown: undefined, ended: [] });
    this.options = options;
    this.opener = monaco.editor.registerEditorOpener({
      openCodeEditor: (source, resource, selection) => this.open(source, resource, selection),
    });
  }

  /** Understands the language of the file that is shown from now on; undefined where there is none. */
  show(language: string | undefined) {
    this.shownName = language === undefined ? undefined : serverOf(language);
    if (this.shownName && !this.running.has(this.shownName) && !this.ended.has(this.shownName))
      this.start(this.shownName);
    this.publish();
  }

  restart(name: ServerName) {
    if (!this.ended.delete(name)) return;
    this.start(name);
    this.publish();
  }

  /** What is at the caret, where it can be renamed; throws a sentence where it cannot. */
  async prepareRename(): Promise<Renaming | undefined> {
    const { pane, collab } = this.options;
    const place = pane.place();
    const server = this.shownServer;
    if (!place || !server) return;
    const file = findFile(collab.ydoc, place.fileId);
    if (!file) return;
    const at = Y.createRelativePositionFromTypeIndex(file.text, place.offset);
    const found = await server.ask<lsp.PrepareRenameResult>(
      "textDocument/prepareRename",
      place.fileId,
      (position) => ({ position }),
      place.offset,
    );
    if (!found) return;
    const { answer: prepared } = found;
    const model = pane.modelOf(place.fileId);
    const range = "range" in prepared ? prepared.range : "start" in prepared ? prepared : undefined;
    const name =
      "placeholder" in prepared
        ? prepared.placeholder
        : range && model
          ? model.getValueInRange(fromRange(range))
          : (model?.getWordAtPosition(model.getPositionAt(place.offset))?.word ?? "");
    return { fileId: place.fileId, at, name };
  }

  /**
   * Changes a name wherever it stands, in one edit. Gives how many places in how many files; throws a sentence where
   * that cannot be, and undefined where the code changes faster than that.
   */
  async rename({ fileId, at }: Renaming, newName: string): Promise<{ places: number; files: number } | undefined> {
    const { collab } = this.options;
    for (let tries = 0; tries < RENAME_TRIES; tries++) {
      const file = findFile(collab.ydoc, fileId);
      const server = file && this.running.get(serverOf(file.language) ?? "typescript");
      const offset = Y.createAbsolutePositionFromRelativePosition(at, collab.ydoc)?.index;
      if (!server || offset === undefined) return;
      const found = await server.ask<lsp.WorkspaceEdit>(
        "textDocument/rename",
        fileId,
        (position) => ({ position, newName }),
        offset,
      );
      const edits = found && server.write(found.answer, found.asked);
      if (edits === "no-room") throw new Error(noRoomSentence());
      if (edits) return { places: [...edits.values()].flat().length, files: edits.size };
    }
  }

  /** Names in all files whose languages are understood already. */
  async symbols(query: string): Promise<Named[]> {
    return (await Promise.all([...this.running.values()].map((server) => server.symbols(query)))).flat();
  }

  dispose() {
    clearTimeout(this.timer);
    this.opener.dispose();
    for (const server of this.running.values()) server.dispose();
    this.options.pane.setUnderstood(false);
    this.close();
  }

  private get shownServer(): RunningServer | undefined {
    return this.shownName && this.running.get(this.shownName);
  }

  private start(name: ServerName) {
    const server = new RunningServer({
      name,
      pane: this.options.pane,
      ydoc: this.options.collab.ydoc,
      mayWrite: this.options.mayWrite,
      nearlyFull: () => this.options.collab.state.nearlyFull,
      onReady: () => this.publish(),
      onFound: () => this.publishSoon(),
      onStale: this.options.onStale,
      onEnd: () => {
        this.running.delete(name);
        this.ended.add(name);
        this.publish();
      },
    });
    this.running.set(name, server);
  }

  /** A server that reads many files says what it finds file by file. */
  private publishSoon() {
    this.timer ??= setTimeout(() => this.publish(), 50);
  }

  private publish() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { shownName: name, shownServer } = this;
    this.options.pane.setUnderstood(shownServer?.capabilities?.completionProvider !== undefined);
    this.set({
      problems: [...this.running.values()].flatMap(({ found }) =>
        [...found].flatMap(([fileId, diagnostics]) => diagnostics.flatMap((each) => toProblem(fileId, each) ?? [])),
      ),
      shown: name && {
        name,
        label: servers[name].name,
        isReady: shownServer?.capabilities !== undefined,
        canRename: Boolean(shownServer?.capabilities?.renameProvider),
      },
      ended: [...this.ended].map((each) => ({ name: each, label: servers[each].name })),
    });
  }

  /** Somebody goes to a definition, or to one of the references. */
  private open(
    source: monaco.editor.ICodeEditor,
    resource: monaco.Uri,
    place: monaco.IRange | monaco.IPosition | undefined,
  ): boolean {
    if (resource.scheme === "tandem") {
      const at = place && ("lineNumber" in place ? monaco.Range.fromPositions(place) : place);
      this.options.pane.selectRange(fileIdOf({ uri: resource }), at ?? new monaco.Range(1, 1, 1, 1));
      return true;
    }
    // What is not the session's is no file that could be shown: it is looked at from here.
    if (resource.scheme === "lib") {
      setTimeout(() => source.trigger("definition", "editor.action.peekDefinition", null));
      return true;
    }
    return false;
  }
}

const severities = { 1: "error", 2: "warning", 3: "info", 4: undefined } as const;

/** Hints are shown in the code, and nowhere else. */
function toProblem(fileId: string, diagnostic: lsp.Diagnostic): Problem | undefined {
  const { severity, source, code, range } = diagnostic;
  const known = severities[severity ?? 1];
  if (!known) return;
  return {
    fileId,
    severity: known,
    message: messageOf(diagnostic),
    source: [source, code].filter((part) => part !== undefined && part !== "").join(" ") || undefined,
    range: fromRange(range),
  };
}
