/** The language server for JavaScript and TypeScript: requests of the editor, answered by TypeScript. */
import {
  type CancellationToken,
  type Connection,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { codeActions, kinds, resolveAction } from "./actions.ts";
import { complete, resolve, triggerCharacters } from "./completion.ts";
import { Diagnose } from "./diagnose.ts";
import { find } from "./diagnostics.ts";
import { hover, inlayHints, signatureHelp, signatureTriggers } from "./explain.ts";
import { fileNameOf, isLibrary, type ReadLib, uriOf } from "./files.ts";
import { definition, highlights, prepareRename, references, rename, typeDefinition } from "./places.ts";
import { Project } from "./project.ts";
import { documentSymbols, workspaceSymbols } from "./symbols.ts";

/** To begin anew takes TypeScript a second: what fails again and again must not make all else slow. */
const RESTART_PAUSE_MS = 30_000;

const capabilities: InitializeResult["capabilities"] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Full },
  completionProvider: { triggerCharacters, resolveProvider: true },
  hoverProvider: true,
  signatureHelpProvider: signatureTriggers,
  definitionProvider: true,
  typeDefinitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  codeActionProvider: { codeActionKinds: kinds, resolveProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  inlayHintProvider: true,
};

/** `readLib` gives the texts of libraries' types, and `runner.d.ts`. */
export function serveTypeScript(connection: Connection, readLib: ReadLib) {
  const project = new Project(readLib);
  const { files } = project;
  let failures = 0;
  let restartedAt = -Infinity;
  const told = new Set<string>();

  /** TypeScript may fail on code that nobody has tried before: then there is no answer, and the next one is sound. */
  const guard = <Answer>(work: () => Answer): Answer | null => {
    try {
      return work();
    } catch (error) {
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!told.has(said)) connection.console.warn(said);
      told.add(said);
      if (++failures % 2 === 0 && performance.now() - restartedAt > RESTART_PAUSE_MS) {
        restartedAt = performance.now();
        if (project.restart()) diagnose.again();
      }
      return null;
    }
  };

  const diagnose = new Diagnose(connection, {
    uris: () => files.names().map(uriOf),
    versionOf: (uri) => files.get(fileNameOf(uri))?.document.version ?? 0,
    find: (uri) => {
      const finding = find(project, fileNameOf(uri));
      return { next: () => guard(() => finding.next()) ?? { done: true, value: [] } };
    },
  });

  const answer =
    <Params, Answer>(find: (project: Project, params: Params) => Answer) =>
    (params: Params, token: CancellationToken) => {
      if (token.isCancellationRequested) return new ResponseError<void>(LSPErrorCodes.RequestCancelled, "Cancelled");
      return guard(() => {
        project.token = token;
        try {
          return find(project, params);
        } finally {
          project.token = undefined;
        }
      });
    };

  /** The same, about one file: whoever asks works on it. */
  const answerIn = <Params extends { textDocument: { uri: string } }, Answer>(
    find: (project: Project, params: Params) => Answer,
  ) => {
    const given = answer(find);
    return (params: Params, token: CancellationToken) => {
      diagnose.named(params.textDocument.uri);
      return files.has(fileNameOf(params.textDocument.uri)) ? given(params, token) : null;
    };
  };

  connection.onInitialize(() => ({ capabilities, serverInfo: { name: "TypeScript" } }));
  connection.onShutdown(() => diagnose.stop());

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    files.set(uri, languageId, version, text);
    diagnose.changed(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const change = contentChanges.at(-1);
    const file = files.get(fileNameOf(uri));
    if (!change || !file) return;
    files.set(uri, file.languageId, version, change.text);
    diagnose.changed(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    files.delete(uri);
    diagnose.closed(uri);
  });

  connection.onCompletion(answerIn(complete));
  connection.onCompletionResolve((item, token) => answer(resolve)(item, token) ?? item);
  connection.onHover(answerIn(hover));
  connection.onSignatureHelp(answerIn(signatureHelp));
  connection.onDefinition(answerIn(definition));
  connection.onTypeDefinition(answerIn(typeDefinition));
  connection.onReferences(answerIn(references));
  connection.onDocumentHighlight(answerIn(highlights));
  connection.onPrepareRename(answerIn(prepareRename));
  connection.onRenameRequest(answerIn(rename));
  connection.onCodeAction(answerIn(codeActions));
  connection.onCodeActionResolve((action, token) => answer(resolveAction)(action, token) ?? action);
  connection.onDocumentSymbol(answerIn(documentSymbols));
  connection.onWorkspaceSymbol(answer(workspaceSymbols));
  connection.languages.inlayHint.on(answerIn(inlayHints));
  connection.onRequest("tandem/libText", ({ uri }: { uri: string }) => ({
    text: isLibrary(uri) ? (files.get(uri)?.document.getText() ?? null) : null,
  }));
  connection.listen();
}
