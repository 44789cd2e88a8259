/** A language server of app/language-servers/ and its editor, in one process. */
import { PassThrough } from "node:stream";
import { type Connection, createConnection } from "vscode-languageserver/node";
import {
  type CodeAction,
  createMessageConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";

/** Files of a session by path. */
export const uriOf = (path: string) => `file:///${path.split("/").map(encodeURIComponent).join("/")}`;

/** `serve` is what the server's worker calls. */
export async function startLanguageServer(serve: (connection: Connection) => void) {
  const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
  serve(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toEditor)));
  const connection = createMessageConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));

  const documents = new Map<string, TextDocument>();
  const published = new Map<string, PublishDiagnosticsParams>();
  const warnings: string[] = [];
  const waiting = new Set<(params: PublishDiagnosticsParams) => void>();
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    published.set(params.uri, params);
    for (const each of waiting) each(params);
  });
  connection.onNotification("window/logMessage", ({ message }: { message: string }) => void warnings.push(message));
  connection.listen();

  const notify = (method: string, params: unknown) => void connection.sendNotification(method, params);
  const request = <Answer>(method: string, params: unknown) => connection.sendRequest<Answer>(method, params);
  const documentOf = (path: string) => {
    const document = documents.get(uriOf(path));
    if (!document) throw new Error(`${path} is not open.`);
    return document;
  };
  const open = (path: string, text: string, languageId = languageIdOf(path)) => {
    const document = TextDocument.create(uriOf(path), languageId, 1, text);
    documents.set(document.uri, document);
    notify("textDocument/didOpen", { textDocument: { uri: document.uri, languageId, version: 1, text } });
  };
  const change = (path: string, text: string) => {
    const { uri, languageId, version } = documentOf(path);
    documents.set(uri, TextDocument.create(uri, languageId, version + 1, text));
    notify("textDocument/didChange", { textDocument: { uri, version: version + 1 }, contentChanges: [{ text }] });
  };
  const close = (path: string) => {
    documents.delete(uriOf(path));
    published.delete(uriOf(path));
    notify("textDocument/didClose", { textDocument: { uri: uriOf(path) } });
  };
  /** What the server says next of this file. */
  const nextDiagnosticsOf = (path: string) =>
    new Promise<Diagnostic[]>((resolve) => {
      const heard = ({ uri, diagnostics }: PublishDiagnosticsParams) => {
        if (uri !== uriOf(path)) return;
        waiting.delete(heard);
        resolve(diagnostics);
      };
      waiting.add(heard);
    });
  /** What the server says of this file as it is now. */
  const diagnosticsOf = async (path: string): Promise<Diagnostic[]> => {
    const { uri, version } = documentOf(path);
    const known = published.get(uri);
    if (known && (known.version ?? version) === version) return known.diagnostics;
    await nextDiagnosticsOf(path);
    return diagnosticsOf(path);
  };
  /** Where the `nth` of `text` begins, or in it. */
  const positionOf = (path: string, text: string, { nth = 0, plus = 0 } = {}): Position => {
    const document = documentOf(path);
    let offset = -1;
    for (let left = nth; left >= 0; left--) offset = document.getText().indexOf(text, offset + 1);
    if (offset === -1) throw new Error(`${path} does not have "${text}".`);
    return document.positionAt(offset + plus);
  };
  /** A request about a place in a file, with what else it takes. */
  const ask = <Answer>(method: string, path: string, position: Position, more: object = {}) =>
    request<Answer>(`textDocument/${method}`, { textDocument: { uri: uriOf(path) }, position, ...more });
  const textAt = (uri: string, range: Range) => documents.get(uri)?.getText(range);
  /** Opens the texts as they are after an edit of the server's. */
  const apply = (edit: WorkspaceEdit | undefined) => {
    for (const [uri, edits] of Object.entries(edit?.changes ?? {})) {
      const path = decodeURIComponent(uri.slice("file:///".length));
      change(path, TextDocument.applyEdits(documentOf(path), edits as TextEdit[]));
    }
  };
  const textOf = (path: string) => documentOf(path).getText();
  const actionsAt = (path: string, range: Range, diagnostics: Diagnostic[], only?: string[]) =>
    request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: uriOf(path) },
      range,
      context: { diagnostics, only },
    });

  const { capabilities } = await request<InitializeResult>("initialize", {
    processId: null,
    rootUri: null,
    capabilities: {},
  });
  notify("initialized", {});
  return {
    capabilities,
    connection,
    warnings,
    open,
    change,
    close,
    nextDiagnosticsOf,
    diagnosticsOf,
    positionOf,
    request,
    ask,
    actionsAt,
    textAt,
    textOf,
    apply,
    async [Symbol.asyncDispose]() {
      await request("shutdown", undefined);
      connection.dispose();
    },
  };
}

const languageIds: Record<string, string> = {
  ts: "typescript",
  tsx: "typescript",
  js: "javascript",
  jsx: "javascript",
  json: "json",
};

const languageIdOf = (path: string) => {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  return languageIds[extension] ?? extension;
};
