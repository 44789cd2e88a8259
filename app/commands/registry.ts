import type { Command } from "./command.ts";

/** Where commands come from: a list, or what makes one when it is asked for. */
export type CommandSource = Command[] | (() => Command[]);

/** The commands that can be run now. Each part of the page adds its own while it is shown. */
export class CommandRegistry {
  private readonly sources = new Map<object, CommandSource>();
  private readonly listeners = new Set<() => void>();
  /** Finds names in the code, by what is typed behind a `#`; undefined where nothing knows them. */
  findSymbols: ((query: string) => Promise<Command[]>) | undefined;
  private version = 0;

  set(owner: object, source: CommandSource) {
    this.sources.set(owner, source);
    this.changed();
  }

  delete(owner: object) {
    this.sources.delete(owner);
    this.changed();
  }

  /** One command an id: where two parts of the page have the same one, the later counts. */
  list(): Command[] {
    const found = new Map<string, Command>();
    for (const source of this.sources.values())
      for (const command of typeof source === "function" ? source() : source) found.set(command.id, command);
    return [...found.values()];
  }

  /** Those that have keys: lists that are made when they are asked for have none. */
  *listKeyed(): Iterable<Command> {
    for (const source of this.sources.values())
      if (typeof source !== "function") for (const command of source) if (command.keys) yield command;
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Another number after each change, for React. */
  readonly getVersion = () => this.version;

  private changed() {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}
