/** Looks at each document that has changed: the one that somebody works on first, and one at a time. */
import type { Connection, Diagnostic, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";

const QUIET_MS = 200;

export type Check = (document: TextDocument) => Diagnostic[] | PromiseLike<Diagnostic[]>;

export class Diagnose {
  private readonly connection: Connection;
  private readonly documents: TextDocuments<TextDocument>;
  private readonly check: Check;
  private readonly waiting = new Set<string>();
  private current: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Changes with each change: a run that was begun before it ends. */
  private round = 0;

  constructor(connection: Connection, documents: TextDocuments<TextDocument>, check: Check) {
    this.connection = connection;
    this.documents = documents;
    this.check = check;
    documents.onDidChangeContent(({ document }) => this.changed(document.uri));
    documents.onDidClose(({ document }) => this.closed(document.uri));
    connection.onShutdown(() => this.stop());
  }

  /** Somebody works on this document. */
  named(uri: string) {
    this.current = uri;
  }

  private changed(uri: string) {
    this.named(uri);
    this.waiting.add(uri);
    this.stop();
    this.timer = setTimeout(() => void this.run(), QUIET_MS);
  }

  private closed(uri: string) {
    this.waiting.delete(uri);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  private stop() {
    this.round += 1;
    clearTimeout(this.timer);
  }

  private async run() {
    const { round } = this;
    while (round === this.round && this.waiting.size > 0) {
      const [first = ""] = this.waiting;
      const uri = this.current !== undefined && this.waiting.has(this.current) ? this.current : first;
      this.waiting.delete(uri);
      await this.look(uri);
      await turn();
    }
  }

  private async look(uri: string) {
    const document = this.documents.get(uri);
    if (!document) return;
    const { version } = document;
    try {
      const diagnostics = await this.check(document);
      if (this.documents.get(uri)?.version === version) {
        void this.connection.sendDiagnostics({ uri, version, diagnostics });
      }
    } catch (error) {
      this.connection.console.warn(String(error));
    }
  }
}

/** Lets in what has come meanwhile. */
const turn = () => new Promise((resolve) => setTimeout(resolve));
