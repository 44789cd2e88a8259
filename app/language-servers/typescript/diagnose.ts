/** Looks through all files after each change: the one that somebody works on first, and a task at a time. */
import type { Connection, Diagnostic } from "vscode-languageserver";

const QUIET_MS = 200;

/** What there is to look through; `find` stops wherever something else may be done in between. */
export type Work = {
  uris: () => string[];
  versionOf: (uri: string) => number;
  find: (uri: string) => Iterator<undefined, Diagnostic[]>;
};

export class Diagnose {
  private readonly connection: Connection;
  private readonly work: Work;
  /** What was said of each file, so that nothing is said twice. */
  private readonly said = new Map<string, string>();
  private current: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Changes with each change: what was begun before it ends. */
  private round = 0;

  constructor(connection: Connection, work: Work) {
    this.connection = connection;
    this.work = work;
  }

  /** Somebody works on this file. */
  named(uri: string) {
    this.current = uri;
  }

  changed(uri: string) {
    this.named(uri);
    this.again();
  }

  again() {
    this.stop();
    this.timer = setTimeout(() => void this.run(), QUIET_MS);
  }

  closed(uri: string) {
    this.changed(uri);
    this.said.delete(uri);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  stop() {
    this.round++;
    clearTimeout(this.timer);
  }

  private async run() {
    const { round } = this;
    const left = new Set(this.work.uris());
    while (left.size > 0) {
      const [first] = left;
      const uri = this.current !== undefined && left.has(this.current) ? this.current : (first as string);
      left.delete(uri);
      const finding = this.work.find(uri);
      let step: IteratorResult<undefined, Diagnostic[]>;
      do {
        await turn();
        if (round !== this.round) return;
        step = finding.next();
      } while (!step.done);
      this.say(uri, step.value);
    }
  }

  private say(uri: string, diagnostics: Diagnostic[]) {
    const version = this.work.versionOf(uri);
    const said = JSON.stringify([version, diagnostics]);
    if (this.said.get(uri) === said) return;
    this.said.set(uri, said);
    void this.connection.sendDiagnostics({ uri, version, diagnostics });
  }
}

/** Lets in what has come meanwhile. */
const turn = () => new Promise((resolve) => setTimeout(resolve));
