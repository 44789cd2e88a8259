/**
 * Between the page, which speaks of the session's files, and basedpyright, which must be told of each what is on its
 * disk: it has one in memory, and looks there for what is imported.
 */
import type {
  CodeAction,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
  TextDocumentSyncKind,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";
import { settings } from "./settings.ts";
import { SESSION, toPageUri, toServerUri, withUris } from "./uris.ts";

export type Message = { jsonrpc: "2.0"; id?: number | string; method?: string; params?: unknown; result?: unknown };

const notification = (method: string, params: unknown): Message => ({ jsonrpc: "2.0", method, params });

/** Written out: the library would make the worker twenty times as large. */
const FULL: TextDocumentSyncKind = 1;
/** Of what is asked here: nobody waits for the answer. */
const OWN = "tandem";
const SUGGESTS_IMPORTS = /^textDocument\/(completion|codeAction)$/;

/** It suggests to import what is in files that it has read already: for a look for any symbol it reads them all. */
const readAll = (): Message => ({
  jsonrpc: "2.0",
  id: OWN,
  method: "workspace/symbol",
  params: { query: "\0" },
});

/** Its first suggestions take seconds: so it is asked for some before anybody is. */
export const firstSuggestions = (uri: string): Message => ({
  jsonrpc: "2.0",
  id: OWN,
  method: "textDocument/completion",
  params: { textDocument: { uri: toServerUri(uri) }, position: { line: 0, character: 0 } },
});

export class Messages {
  /** What is asked by each request without an answer yet. */
  private readonly asked = new Map<unknown, string>();

  toServer(message: Message): Message[] {
    const { id, method, params } = message;
    if (method !== undefined && id !== undefined) this.asked.set(id, method);
    if (method === "initialize") return [{ ...message, params: ownSession(params as InitializeParams) }];
    const passed = withUris(message, toServerUri) as Message;
    if (method === "textDocument/didOpen") return [notification("pyright/createFile", fileOf(passed)), passed];
    if (method === "textDocument/didClose") return [passed, notification("pyright/deleteFile", fileOf(passed))];
    return SUGGESTS_IMPORTS.test(method ?? "") ? [readAll(), passed] : [passed];
  }

  /** Undefined for what only its own extension of VS Code understands. */
  toPage(message: Message): Message | undefined {
    const { id, method = "" } = message;
    if (method.startsWith("pyright/") || method === "window/logMessage" || id === OWN) return;
    const { result, ...rest } = withUris(message, toPageUri) as Message;
    if (method) return rest;
    const asked = this.asked.get(id) ?? "";
    this.asked.delete(id);
    if (result === undefined) return rest;
    return { ...rest, result: result && ownAnswer(asked, result) };
  }
}

const fileOf = ({ params }: Message) => ({ uri: (params as { textDocument: { uri: string } }).textDocument.uri });

function ownSession(params: InitializeParams): unknown {
  const uri = `file://${SESSION}`;
  return {
    ...params,
    rootPath: undefined,
    rootUri: uri,
    workspaceFolders: [{ uri, name: "session" }],
    // It asks for settings, and waits to be asked for diagnostics, where the editor says that it can do that.
    capabilities: { ...params.capabilities, workspace: undefined, textDocument: withoutPull(params) },
    initializationOptions: { files: { [`${SESSION}/pyrightconfig.json`]: JSON.stringify(settings) } },
  };
}

const withoutPull = ({ capabilities }: InitializeParams) => ({ ...capabilities.textDocument, diagnostic: undefined });

function ownAnswer(method: string, result: unknown): unknown {
  if (method === "initialize") return { capabilities: ownCapabilities((result as InitializeResult).capabilities) };
  if (method === "textDocument/rename") return plainEdit(result as WorkspaceEdit);
  if (method === "textDocument/codeAction") return ownActions(result as CodeAction[]);
  return result;
}

/** It says that it organises imports, and does not. */
const ownCapabilities = (capabilities: ServerCapabilities): ServerCapabilities => ({
  ...capabilities,
  textDocumentSync: { openClose: true, change: FULL },
  codeActionProvider: { codeActionKinds: ["quickfix"] },
  executeCommandProvider: undefined,
  notebookDocumentSync: undefined,
});

/** Without those that are commands of its own extension. */
function ownActions(actions: CodeAction[]): CodeAction[] {
  const plain = actions.flatMap(({ title, kind, edit }) => (edit ? [{ title, kind, edit: plainEdit(edit) }] : []));
  const imports = plain.filter(({ title }) => /^(from|import) /.test(title));
  return plain.map((action) => ({ ...action, isPreferred: imports.length === 1 && action === imports[0] }));
}

/** It names the version of what it edits; our editor takes edits by document alone. */
function plainEdit({ changes = {}, documentChanges = [] }: WorkspaceEdit): WorkspaceEdit {
  const edits = documentChanges.flatMap((change) => ("edits" in change ? [change] : []));
  const byUri = edits.map((each) => [each.textDocument.uri, each.edits as TextEdit[]] as const);
  return { changes: { ...changes, ...Object.fromEntries(byUri) } };
}
