/** A language server at work on a session: the files as it knows them, what it finds, and what it gives to Monaco. */
import type * as lsp from "vscode-languageserver-protocol";
import type * as Y from "yjs";
import { findFile } from "../../../../protocol/layout.ts";
import { toast } from "../../../ui/toast.ts";
import type { EditorPane } from "../editor/editor-pane.client.ts";
import { modelUri } from "../editor/file-bindings.client.ts";
import { hasRoom, noRoomSentence } from "../editor/has-room.ts";
import { monaco } from "../editor/monaco.client.ts";
import type { TextEdit } from "../files/text-edits.ts";
import { fromRange, toMarker } from "./convert.client.ts";
import { LanguageServer } from "./language-server.client.ts";
import { LibraryModels } from "./library-models.client.ts";
import { provide } from "./providers.client.ts";
import { type Asked, editsOf } from "./server-edits.ts";
import { type ServerName, servers, type ServerKind } from "./servers.client.ts";
import type { Named } from "./understanding.client.ts";
import { SessionDocuments } from "./session-documents.client.ts";

type Options = {
  name: ServerName;
  pane: EditorPane;
  ydoc: Y.Doc;
  /** False while, and once, this page may not write. */
  mayWrite: () => boolean;
  /** What the server said the document has, where that is near the limit. */
  nearlyFull: () => number | undefined;
  onReady: () => void;
  /** What it has found is another. */
  onFound: () => void;
  /** It has crashed, or hangs. */
  onEnd: () => void;
  /** What it wanted to write is for a text that is another one by now. */
  onStale: () => void;
};

export class RunningServer {
  capabilities: lsp.ServerCapabilities | undefined;
  /** By the files' ids. */
  readonly found = new Map<string, lsp.Diagnostic[]>();
  private readonly options: Options;
  private readonly server: LanguageServer;
  private readonly libraries: LibraryModels;
  private documents: SessionDocuments | undefined;
  private readonly disposables: (() => void)[] = [];
  private isOver = false;

  constructor(options: Options) {
    this.options = options;
    const kind: ServerKind = servers[options.name];
    this.server = new LanguageServer({
      worker: kind.start(),
      onDiagnostics: (params) => this.receive(params),
      onEnd: () => {
        this.dispose();
        options.onEnd();
      },
    });
    this.libraries = new LibraryModels(this.server, kind.languages[0] ?? "plaintext");
    // Files that are opened later get what is known of them.
    const opened = monaco.editor.onDidCreateModel((model) => this.mark(fileIdOf(model), model));
    this.disposables.push(() => opened.dispose());
    this.server.capabilities.then(
      (capabilities) => this.begin(kind, capabilities),
      // Where it cannot even begin, that is heard as its end.
      () => {},
    );
  }

  /** Asks of a place in a file; undefined where there is no answer. Throws what the server says against it. */
  async ask<Answer>(method: string, fileId: string, params: (position: lsp.Position) => object, offset: number) {
    const asked = this.asked();
    const file = asked.get(fileId);
    if (!file) return;
    const before = file.text.slice(0, offset);
    const position = { line: before.split("\n").length - 1, character: offset - (before.lastIndexOf("\n") + 1) };
    const answer = await this.server.tryRequest<Answer>(method, {
      textDocument: { uri: file.uri },
      ...params(position),
    });
    return answer === null ? undefined : { answer, asked };
  }

  /** Writes what the server proposes, as one edit; undefined where a text is another by now, or may not be written. */
  write(edit: lsp.WorkspaceEdit, asked: Asked): Map<string, TextEdit[]> | "no-room" | undefined {
    const { pane, ydoc, mayWrite, nearlyFull } = this.options;
    const edits = editsOf(edit, asked, (fileId) => findFile(ydoc, fileId)?.text.toString());
    if (!edits || !mayWrite()) return;
    if (!hasRoom(ydoc, edits.values(), nearlyFull())) return "no-room";
    if (edits.size > 0) pane.edits.editFiles(edits, () => {});
    return edits;
  }

  /** Names, in all files. */
  async symbols(query: string): Promise<Named[]> {
    if (!this.capabilities?.workspaceSymbolProvider) return [];
    this.documents?.flush();
    const found = await this.server.request<lsp.SymbolInformation[]>("workspace/symbol", { query });
    return (found ?? []).flatMap(({ name, containerName: within, location: { uri, range } }) => {
      const fileId = this.documents?.fileIdOf(uri);
      return fileId === undefined ? [] : [{ fileId, name, within, range: fromRange(range) }];
    });
  }

  dispose() {
    if (this.isOver) return;
    this.isOver = true;
    for (const dispose of this.disposables) dispose();
    this.documents?.dispose();
    this.libraries.dispose();
    this.server.dispose();
    this.found.clear();
    monaco.editor.removeAllMarkers(this.options.name);
  }

  /** What the server has of the files from here on, which is what there is. */
  private asked(): Asked {
    this.documents?.flush();
    return this.documents?.copy() ?? new Map();
  }

  private begin(kind: ServerKind, capabilities: lsp.ServerCapabilities) {
    if (this.isOver) return;
    const { pane, ydoc, mayWrite, onReady, onStale } = this.options;
    this.capabilities = capabilities;
    this.documents = new SessionDocuments({
      ydoc,
      server: this.server,
      languages: new Set([...kind.languages, ...(kind.alsoReads ?? [])]),
      modelOf: (fileId) => pane.openedModelOf(fileId),
      onClosed: (fileId) => this.found.delete(fileId) && this.changed(fileId),
    });
    this.disposables.push(
      provide({
        server: this.server,
        capabilities,
        selector: kind.languages.map((language) => ({ language, scheme: "tandem" })),
        uriOf: (model) => {
          this.documents?.flush();
          return this.documents?.uriOf(fileIdOf(model));
        },
        asked: () => this.asked(),
        modelUriOf: (uri) => this.modelUriOf(uri),
        diagnosticsOf: (model) => this.found.get(fileIdOf(model)) ?? [],
        apply: (edit, asked) => {
          const written = this.write(edit, asked);
          if (written === "no-room") toast.error(noRoomSentence());
          else if (!written && mayWrite()) onStale();
        },
      }),
    );
    onReady();
  }

  private async modelUriOf(uri: string): Promise<monaco.Uri | undefined> {
    const fileId = this.documents?.fileIdOf(uri);
    return fileId === undefined ? this.libraries.open(uri) : this.options.pane.modelOf(fileId)?.uri;
  }

  private receive({ uri, diagnostics }: lsp.PublishDiagnosticsParams) {
    const fileId = this.documents?.fileIdOf(uri);
    if (fileId === undefined) return;
    this.found.set(fileId, diagnostics);
    this.changed(fileId);
  }

  private changed(fileId: string) {
    this.mark(fileId);
    this.options.onFound();
  }

  private mark(fileId: string, model = this.options.pane.openedModelOf(fileId)) {
    if (!model) return;
    const uriFrom = (uri: string) => {
      const other = findFile(this.options.ydoc, this.documents?.fileIdOf(uri) ?? "");
      return other && modelUri(other);
    };
    const markers = (this.found.get(fileId) ?? []).map((diagnostic) => toMarker(diagnostic, uriFrom));
    monaco.editor.setModelMarkers(model, this.options.name, markers);
  }
}

/** The file of a model; empty where it is none of the session's. */
export const fileIdOf = ({ uri }: { uri: monaco.Uri }): string => (uri.scheme === "tandem" ? uri.query : "");
