/** A language server: a worker that speaks the Language Server Protocol. */
import { BrowserMessageReader, BrowserMessageWriter, createMessageConnection } from "vscode-jsonrpc/browser";
import type { CancellationToken, MessageConnection } from "vscode-jsonrpc";
import type {
  InitializeParams,
  InitializeResult,
  PublishDiagnosticsParams,
  ServerCapabilities,
} from "vscode-languageserver-protocol";

/** A worker that is asked something, and says nothing for so long, hangs. */
const SILENCE_MS = 30_000;
/** The same before it has begun: its scripts may be on their way still. */
const START_MS = 180_000;
const LOOK_MS = 5_000;

type Options = {
  worker: Worker;
  onDiagnostics: (params: PublishDiagnosticsParams) => void;
  /** It has crashed, hangs, or cannot begin: nothing comes of it any more. */
  onEnd: () => void;
};

export class LanguageServer {
  /** Resolves with what the server can do. */
  readonly capabilities: Promise<ServerCapabilities>;
  private readonly worker: Worker;
  private readonly connection: MessageConnection;
  private readonly onEnd: () => void;
  private readonly looks: ReturnType<typeof setInterval>;
  private waiting = 0;
  private heardAt = 0;
  private hasBegun = false;
  private isOver = false;

  constructor({ worker, onDiagnostics, onEnd }: Options) {
    this.worker = worker;
    this.onEnd = onEnd;
    const connection = createMessageConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker));
    this.connection = connection;
    worker.addEventListener("message", () => (this.heardAt = performance.now()));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.end();
    });
    connection.onNotification("textDocument/publishDiagnostics", onDiagnostics);
    // Of settings there are none but ours, which each server knows.
    connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => null));
    connection.onUnhandledNotification(() => {});
    connection.listen();
    this.looks = setInterval(() => this.look(), LOOK_MS);
    this.capabilities = this.initialize();
    this.capabilities.then(
      () => (this.hasBegun = true),
      () => this.end(),
    );
  }

  /** Null where there is no answer: it was given up, could not be found out, or the server is gone. */
  request<Answer>(method: string, params: unknown, token?: CancellationToken): Promise<Answer | null> {
    return this.tryRequest<Answer>(method, params, token).catch(() => null);
  }

  /** Throws what the server says against it. */
  async tryRequest<Answer>(method: string, params: unknown, token?: CancellationToken): Promise<Answer | null> {
    if (this.isOver) return null;
    if (this.waiting++ === 0) this.heardAt = performance.now();
    try {
      return await this.connection.sendRequest<Answer | null>(method, params, ...(token ? [token] : []));
    } finally {
      this.waiting--;
    }
  }

  notify(method: string, params: unknown) {
    if (!this.isOver) this.connection.sendNotification(method, params).catch(() => {});
  }

  dispose() {
    this.isOver = true;
    clearInterval(this.looks);
    this.connection.dispose();
    this.worker.terminate();
  }

  private async initialize(): Promise<ServerCapabilities> {
    const params: InitializeParams = {
      processId: null,
      rootUri: "file:///",
      workspaceFolders: [{ uri: "file:///", name: "session" }],
      capabilities: {
        general: { positionEncodings: ["utf-16"] },
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
          completion: {
            contextSupport: true,
            completionItem: {
              snippetSupport: true,
              documentationFormat: ["markdown", "plaintext"],
              deprecatedSupport: true,
              tagSupport: { valueSet: [1] },
              labelDetailsSupport: true,
              insertReplaceSupport: true,
              resolveSupport: { properties: ["documentation", "detail", "additionalTextEdits"] },
            },
          },
          hover: { contentFormat: ["markdown", "plaintext"] },
          signatureHelp: {
            contextSupport: true,
            signatureInformation: {
              documentationFormat: ["markdown", "plaintext"],
              activeParameterSupport: true,
              parameterInformation: { labelOffsetSupport: true },
            },
          },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor", "source"] } },
            isPreferredSupport: true,
            dataSupport: true,
            resolveSupport: { properties: ["edit"] },
          },
          rename: { prepareSupport: true },
        },
      },
    };
    const result = await this.tryRequest<InitializeResult>("initialize", params);
    if (!result) throw new Error("The server does not say what it can do.");
    this.notify("initialized", {});
    return result.capabilities;
  }

  private look() {
    if (document.visibilityState === "hidden") this.heardAt = performance.now();
    const limit = this.hasBegun ? SILENCE_MS : START_MS;
    if (this.waiting > 0 && performance.now() - this.heardAt > limit) this.end();
  }

  private end() {
    if (this.isOver) return;
    this.dispose();
    this.onEnd();
  }
}
