/** TypeScript's language service over the files of a session, and places in them as the protocol has them. */
import ts from "typescript";
import type { CancellationToken, Location, Position, Range, TextEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { resolveFile } from "../../runner/javascript/resolve-file.ts";
import { Files, fileNameOf, isLibrary, kindOf, LIBRARIES, type ReadLib, uriOf } from "./files.ts";
import { type Configured, readOptions } from "./options.ts";

export type Place = { fileName: string; offset: number };

export class Project {
  readonly files: Files;
  /** What waits for an answer now. */
  token: CancellationToken | undefined;
  service: ts.LanguageService;
  private readonly readLib: ReadLib;
  private known: { changes: number; configured: Configured } | undefined;
  /** Files that TypeScript fails to read, by their versions: until they change they are empty to it. */
  private readonly unreadable = new Map<string, string>();
  private readonly paths = { has: (path: string) => this.files.has(`/${path}`) };

  constructor(readLib: ReadLib) {
    this.readLib = readLib;
    this.files = new Files(readLib);
    this.service = ts.createLanguageService(this.makeHost());
  }

  /** Forgets all that TypeScript found out, which may be what made it fail. True where it was a file's text. */
  restart(): boolean {
    this.service.dispose();
    this.service = ts.createLanguageService(this.makeHost());
    const found = this.files.names().filter((name) => !this.isUnreadable(name) && !canRead(this.files.document(name)));
    for (const name of found) this.unreadable.set(name, this.files.get(name)?.version ?? "");
    return found.length > 0;
  }

  get configured(): Configured {
    const { changes } = this.files;
    if (this.known?.changes !== changes) this.known = { changes, configured: readOptions(this.files, this.readLib) };
    return this.known.configured;
  }

  /** What of the session TypeScript takes as code; JSON is only imported. */
  get sources(): string[] {
    return this.files.names().filter((name) => this.isSource(name));
  }

  isSource(fileName: string): boolean {
    return !/\.json$/i.test(fileName) && kindOf(this.files.get(fileName)?.languageId) !== ts.ScriptKind.JSON;
  }

  place(uri: string, position: Position): Place {
    const fileName = fileNameOf(uri);
    return { fileName, offset: this.files.document(fileName).offsetAt(position) };
  }

  span(uri: string, { start, end }: Range): ts.TextRange & { fileName: string } {
    const document = this.files.document(fileNameOf(uri));
    return { fileName: fileNameOf(uri), pos: document.offsetAt(start), end: document.offsetAt(end) };
  }

  range(fileName: string, { start, length }: ts.TextSpan): Range {
    const document = this.files.document(fileName);
    return { start: document.positionAt(start), end: document.positionAt(start + length) };
  }

  location({ fileName, textSpan }: ts.DocumentSpan): Location {
    return { uri: uriOf(fileName), range: this.range(fileName, textSpan) };
  }

  /** TypeScript's edits by URI; undefined where they would make a file, or touch what is not the session's. */
  edits(changes: readonly ts.FileTextChanges[]): Record<string, TextEdit[]> | undefined {
    if (changes.some(({ fileName, isNewFile }) => isNewFile || !this.files.has(fileName))) return undefined;
    return Object.fromEntries(
      changes.map(({ fileName, textChanges }) => [
        uriOf(fileName),
        textChanges.map(({ span, newText }) => ({ range: this.range(fileName, span), newText })),
      ]),
    );
  }

  private isUnreadable(fileName: string): boolean {
    const version = this.unreadable.get(fileName);
    return version !== undefined && version === this.files.get(fileName)?.version;
  }

  private resolve(specifier: string, from: string): ts.ResolvedModuleFull | undefined {
    if (!/^[./]/.test(specifier) || isLibrary(from)) return undefined;
    const path =
      resolveFile(this.paths, specifier, from.slice(1)) ??
      // Types alone, which a program that runs never asks for.
      resolveFile(this.paths, `${specifier.replace(/\.[cm]?[jt]s$/, "")}.d.ts`, from.slice(1));
    const extension = path && EXTENSIONS.find((each) => path.endsWith(each));
    return extension ? { resolvedFileName: `/${path}`, extension } : undefined;
  }

  private makeHost(): ts.LanguageServiceHost {
    const { files } = this;
    return {
      getCompilationSettings: () => this.configured.options,
      getProjectVersion: () => String(files.changes),
      getScriptFileNames: () => this.sources,
      getScriptVersion: (name) => files.get(name)?.version ?? "",
      getScriptSnapshot: (name) => (this.isUnreadable(name) ? EMPTY : files.get(name)?.snapshot),
      getScriptKind: (name) =>
        EXTENSIONS.some((each) => name.endsWith(each)) ? ts.ScriptKind.Unknown : kindOf(files.get(name)?.languageId),
      getCurrentDirectory: () => "/",
      getDefaultLibFileName: () => `${LIBRARIES}lib.d.ts`,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      fileExists: (name) => files.get(name) !== undefined,
      readFile: (name) => files.get(name)?.document.getText(),
      // What may be imported is completed by these, a folder at a time.
      readDirectory: (folder) => files.names().filter((name) => restOf(name, folder)?.length === 1),
      getDirectories: (folder) => [
        ...new Set(files.names().flatMap((name) => restOf(name, folder)?.slice(0, -1).at(0) ?? [])),
      ],
      directoryExists: (folder) => files.names().some((name) => restOf(name, folder)),
      getCancellationToken: () => ({ isCancellationRequested: () => this.token?.isCancellationRequested ?? false }),
      resolveModuleNameLiterals: (literals, from) =>
        literals.map(({ text }) => ({ resolvedModule: this.resolve(text, from) })),
    };
  }
}

const EMPTY = ts.ScriptSnapshot.fromString("");

/** Brackets in brackets without end are too much for it, and for all else that it is asked in such a session. */
function canRead(document: TextDocument): boolean {
  try {
    ts.createSourceFile(fileNameOf(document.uri), document.getText(), ts.ScriptTarget.ESNext);
    return true;
  } catch {
    return false;
  }
}

/** The parts of a file's name below a folder, or nothing if it is not in it. */
function restOf(fileName: string, folder: string): string[] | undefined {
  const start = folder.endsWith("/") ? folder : `${folder}/`;
  return fileName.startsWith(start) ? fileName.slice(start.length).split("/") : undefined;
}

/** Longer ones first. */
const EXTENSIONS = [
  ts.Extension.Dts,
  ts.Extension.Dmts,
  ts.Extension.Dcts,
  ts.Extension.Ts,
  ts.Extension.Tsx,
  ts.Extension.Mts,
  ts.Extension.Cts,
  ts.Extension.Js,
  ts.Extension.Jsx,
  ts.Extension.Mjs,
  ts.Extension.Cjs,
  ts.Extension.Json,
];
