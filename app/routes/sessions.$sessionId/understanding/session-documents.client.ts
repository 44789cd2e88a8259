/** Keeps the documents that a language server knows equal to the session's files, whether they are shown or not. */
import type * as Y from "yjs";
import { type File, filesOf, listFiles } from "../../../../protocol/layout.ts";
import type { monaco } from "../editor/monaco.client.ts";
import { toUri } from "./document-uri.ts";
import type { LanguageServer } from "./language-server.client.ts";
import { type Asked, fileIdIn } from "./server-edits.ts";

/** Larger files are left out: they are data, hardly ever code that somebody writes. */
const MAX_CHARS = 1_000_000;
const PAUSE_MS = 100;

type Sent = { uri: string; languageId: string; version: number; stamp: string; text: string };
type Options = {
  ydoc: Y.Doc;
  server: LanguageServer;
  languages: ReadonlySet<string>;
  /** What Monaco has of a file: it may be behind the document while somebody composes a word. */
  modelOf: (fileId: string) => monaco.editor.ITextModel | undefined;
  /** The server knows nothing of this file any more. */
  onClosed: (fileId: string) => void;
};

export class SessionDocuments {
  private readonly options: Options;
  /** By the files' ids. */
  private readonly sent = new Map<string, Sent>();
  /** How often each file's text has changed. */
  private readonly edits = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options) {
    this.options = options;
    filesOf(options.ydoc).observeDeep(this.onChange);
    this.flush();
  }

  /** What the server has of all files now; it stays as it is. */
  copy(): Asked {
    return new Map(this.sent);
  }

  uriOf(fileId: string): string | undefined {
    return this.sent.get(fileId)?.uri;
  }

  fileIdOf(uri: string): string | undefined {
    return fileIdIn(this.sent, uri);
  }

  /** Tells the server of everything that has changed. Called before each question. */
  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const wanted = this.wantedFiles();
    for (const [fileId, { uri }] of this.sent) {
      const file = wanted.get(fileId);
      if (file && toUri(file.path) === uri && this.sent.get(fileId)?.languageId === file.language) continue;
      this.sent.delete(fileId);
      this.options.server.notify("textDocument/didClose", { textDocument: { uri } });
      this.options.onClosed(fileId);
    }
    for (const file of wanted.values()) this.send(file);
  }

  dispose() {
    clearTimeout(this.timer);
    filesOf(this.options.ydoc).unobserveDeep(this.onChange);
  }

  private send({ id, path, language, text }: File) {
    const { server, modelOf } = this.options;
    const model = modelOf(id);
    const stamp = model ? `${model.id} ${model.getVersionId()}` : `${this.edits.get(id) ?? 0}`;
    const known = this.sent.get(id);
    if (known?.stamp === stamp) return;
    const now = model?.getValue() ?? text.toString();
    if (known?.text === now) return void (known.stamp = stamp);
    const uri = toUri(path);
    const version = (known?.version ?? 0) + 1;
    this.sent.set(id, { uri, languageId: language, version, stamp, text: now });
    if (known)
      server.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text: now }] });
    else server.notify("textDocument/didOpen", { textDocument: { uri, languageId: language, version, text: now } });
  }

  /** One of several with the same path: to a server they would be one. */
  private wantedFiles(): Map<string, File> {
    const wanted = new Map<string, File>();
    const paths = new Set<string>();
    for (const file of listFiles(this.options.ydoc)) {
      if (!this.options.languages.has(file.language) || file.text.length > MAX_CHARS || paths.has(file.path)) continue;
      paths.add(file.path);
      wanted.set(file.id, file);
    }
    return wanted;
  }

  private readonly onChange = (events: { path: (string | number)[] }[]) => {
    for (const { path } of events) {
      const [fileId] = path;
      if (typeof fileId === "string") this.edits.set(fileId, (this.edits.get(fileId) ?? 0) + 1);
    }
    this.timer ??= setTimeout(() => this.flush(), PAUSE_MS);
  };
}
