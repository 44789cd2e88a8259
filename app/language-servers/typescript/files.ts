/** The session's files as the editor has them, and the texts of libraries, under the names that TypeScript knows. */
import ts from "typescript";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Snapshot } from "./snapshot.ts";

/** Where libraries' types are: no file of a session has such a name. It is the scheme of their URIs as well. */
export const LIBRARIES = "lib:///";

/** The text of one of libraries' files, as `lib.dom.d.ts`. */
export type ReadLib = (name: string) => string | undefined;

type SessionFile = { document: TextDocument; languageId: string; snapshot: Snapshot; version: string };

/** `/src/a b.ts` of `file:///src/a%20b.ts`. */
export const fileNameOf = (uri: string): string =>
  isLibrary(uri)
    ? uri
    : uri
        .replace(/^file:\/\//, "")
        .split("/")
        .map(decodeURIComponent)
        .join("/");

export const uriOf = (fileName: string): string =>
  isLibrary(fileName) ? fileName : `file://${fileName.split("/").map(encodeURIComponent).join("/")}`;

export const isLibrary = (name: string): boolean => name.startsWith(LIBRARIES);

export class Files {
  private readonly opened = new Map<string, SessionFile>();
  private readonly libraries = new Map<string, SessionFile | undefined>();
  private readonly readLib: ReadLib;
  /** How often anything has changed. */
  changes = 0;

  constructor(readLib: ReadLib) {
    this.readLib = readLib;
  }

  /** Opens a file, or gives it another text. `version` is the editor's. */
  set(uri: string, languageId: string, version: number, text: string) {
    this.opened.set(fileNameOf(uri), this.make(uri, languageId, version, text, `${++this.changes}`));
  }

  delete(uri: string) {
    this.changes++;
    this.opened.delete(fileNameOf(uri));
  }

  get(fileName: string): SessionFile | undefined {
    return this.opened.get(fileName) ?? this.library(fileName);
  }

  /** The session's files, without libraries'. */
  names(): string[] {
    return [...this.opened.keys()];
  }

  has(fileName: string): boolean {
    return this.opened.has(fileName);
  }

  document(fileName: string): TextDocument {
    const file = this.get(fileName);
    if (!file) throw new Error(`There is no file ${fileName}.`);
    return file.document;
  }

  private library(fileName: string): SessionFile | undefined {
    if (!isLibrary(fileName)) return undefined;
    if (!this.libraries.has(fileName)) {
      const text = this.readLib(fileName.slice(LIBRARIES.length));
      this.libraries.set(fileName, text === undefined ? undefined : this.make(fileName, "typescript", 0, text, "0"));
    }
    return this.libraries.get(fileName);
  }

  private make(uri: string, languageId: string, editors: number, text: string, version: string): SessionFile {
    const document = TextDocument.create(uri, languageId, editors, text);
    return { document, languageId, snapshot: new Snapshot(text), version };
  }
}

/** What a file is to TypeScript if its name does not say it. */
export const kindOf = (languageId: string | undefined): ts.ScriptKind => {
  switch (languageId) {
    case "typescript":
      return ts.ScriptKind.TS;
    case "typescriptreact":
      return ts.ScriptKind.TSX;
    case "json":
    case "jsonc":
      return ts.ScriptKind.JSON;
    default:
      return ts.ScriptKind.JSX;
  }
};
