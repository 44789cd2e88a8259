/** Standard input in JavaScript: lines that somebody types, as Node's `readline` and `process.stdin` give them. */
import { inspect, type InspectOptions } from "node-inspect-extracted";
import { runnerWords } from "../../words/runner.ts";
import type { Io } from "../language.ts";
import type { Pending } from "./pending.ts";

export class Input {
  private readonly readLine: Io["readLine"];
  private readonly pending: Pending;

  constructor(readLine: Io["readLine"], pending: Pending) {
    this.readLine = readLine;
    this.pending = pending;
  }

  /** The next line, or null at the end; the program is not over meanwhile. */
  async next(): Promise<string | null> {
    const end = this.pending.begin();
    try {
      return await this.readLine();
    } finally {
      // Whoever gets the line goes on first.
      void Promise.resolve().then(end);
    }
  }

  async *lines(): AsyncGenerator<string> {
    for (let line = await this.next(); line !== null; line = await this.next()) yield line;
  }
}

/**
 * A page's `prompt` waits where it is called, which nothing here can: this one gives a promise. Whoever takes that for
 * the line itself, as a text or on the console, is told once.
 */
export function makePrompt(input: Input, write: Io["write"]) {
  let isSaid = false;
  function say() {
    if (!isSaid) write("note", `${runnerWords.awaitPrompt}\n`);
    isSaid = true;
  }
  return (question: unknown = "") => {
    write("out", question === "" ? "" : `${String(question)} `);
    const line = input.next();
    const shown = (_depth: number, options: InspectOptions) => {
      say();
      return inspect(line, { ...options, customInspect: false });
    };
    Object.defineProperty(line, Symbol.toPrimitive, { value: () => (say(), "[object Promise]") });
    return Object.defineProperty(line, inspect.custom, { value: shown });
  };
}

type Listener = (...values: never[]) => void;

/** As much of Node's event emitters as reading takes. */
class Emitter {
  private readonly listeners = new Map<string, { listener: Listener; isOnce: boolean }[]>();

  on(event: string, listener: Listener): this {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), { listener, isOnce: false }]);
    return this;
  }

  once(event: string, listener: Listener): this {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), { listener, isOnce: true }]);
    return this;
  }

  off(event: string, listener: Listener): this {
    this.listeners.set(event, this.listeners.get(event)?.filter((each) => each.listener !== listener) ?? []);
    return this;
  }

  emit(event: string, ...values: unknown[]): boolean {
    const found = this.listeners.get(event) ?? [];
    this.listeners.set(
      event,
      found.filter(({ isOnce }) => !isOnce),
    );
    for (const { listener } of found) (listener as (...values: unknown[]) => void)(...values);
    return found.length > 0;
  }

  protected isHeard(event: string): boolean {
    return (this.listeners.get(event)?.length ?? 0) > 0;
  }
}

/** `process.stdin`: text arrives by lines, each with its end. */
export class StandardInput extends Emitter {
  readonly fd = 0;
  readonly isTTY = true;
  private readonly input: Input;
  private isReading = false;

  constructor(input: Input) {
    super();
    this.input = input;
  }

  override on(event: string, listener: Listener): this {
    super.on(event, listener);
    if (event === "data" || event === "end") void this.read();
    return this;
  }

  setEncoding(): this {
    return this;
  }
  resume(): this {
    void this.read();
    return this;
  }
  pause(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for await (const line of this.input.lines()) yield `${line}\n`;
  }

  private async read() {
    if (this.isReading) return;
    this.isReading = true;
    for await (const line of this.input.lines()) this.emit("data", `${line}\n`);
    this.emit("end");
    this.emit("close");
  }
}

/** The modules `readline` and `readline/promises`. */
export function makeReadline(input: Input, write: Io["write"]) {
  class Interface extends Emitter {
    private isClosed = false;
    private isReading = false;
    private prompts = "> ";

    override on(event: string, listener: Listener): this {
      super.on(event, listener);
      if (event === "line" || event === "close") void Promise.resolve().then(() => this.read());
      return this;
    }

    setPrompt(prompt: string) {
      this.prompts = prompt;
    }

    prompt() {
      write("out", this.prompts);
      void this.read();
    }

    /** The callback's answer, or without one a promise of it. */
    question(query: string, ...rest: unknown[]): Promise<string> | undefined {
      write("out", query);
      const callback = rest.find((each) => typeof each === "function") as ((line: string) => void) | undefined;
      const answer = input.next().then((line) => {
        if (line !== null) return line;
        this.close();
        // As in Node, nothing follows: the program ends here.
        return new Promise<string>(() => {});
      });
      if (!callback) return answer;
      void answer.then(callback);
      return undefined;
    }

    close() {
      if (this.isClosed) return;
      this.isClosed = true;
      this.emit("close");
    }

    pause() {
      return this;
    }
    resume() {
      return this;
    }

    async *[Symbol.asyncIterator](): AsyncGenerator<string> {
      for (let line = await this.line(); line !== null; line = await this.line()) yield line;
    }

    private line = (): Promise<string | null> => (this.isClosed ? Promise.resolve(null) : input.next());

    private async read() {
      if (this.isReading || !this.isHeard("line")) return;
      this.isReading = true;
      for (let line = await this.line(); line !== null; line = await this.line()) this.emit("line", line);
      this.close();
    }
  }
  const createInterface = () => new Interface();
  return { createInterface, Interface, promises: { createInterface, Interface } };
}
