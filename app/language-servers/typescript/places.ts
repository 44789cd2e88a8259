/** Where a name is made and used, and other names for it. */
import type ts from "typescript";
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  LSPErrorCodes,
  type Location,
  type Range,
  type ReferenceParams,
  type RenameParams,
  ResponseError,
  type TextDocumentPositionParams,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { uriOf } from "./files.ts";
import { preferences } from "./preferences.ts";
import type { Project } from "./project.ts";

export function definition(project: Project, { textDocument, position }: TextDocumentPositionParams): Location[] {
  const { fileName, offset } = project.place(textDocument.uri, position);
  const found = project.service.getDefinitionAtPosition(fileName, offset) ?? [];
  return found.map((each) => project.location(each));
}

export function typeDefinition(project: Project, { textDocument, position }: TextDocumentPositionParams): Location[] {
  const { fileName, offset } = project.place(textDocument.uri, position);
  const found = project.service.getTypeDefinitionAtPosition(fileName, offset) ?? [];
  return found.map((each) => project.location(each));
}

export function references(project: Project, { textDocument, position, context }: ReferenceParams): Location[] {
  const { fileName, offset } = project.place(textDocument.uri, position);
  const found = project.service.findReferences(fileName, offset) ?? [];
  const made = context.includeDeclaration ? [] : (project.service.getDefinitionAtPosition(fileName, offset) ?? []);
  return found
    .flatMap((symbol) => symbol.references)
    .filter((each) => !made.some((other) => isSamePlace(each, other)))
    .map((each) => project.location(each));
}

const isSamePlace = (one: ts.DocumentSpan, other: ts.DocumentSpan) =>
  one.fileName === other.fileName && one.textSpan.start === other.textSpan.start;

export function highlights(project: Project, params: TextDocumentPositionParams): DocumentHighlight[] {
  const { fileName, offset } = project.place(params.textDocument.uri, params.position);
  const found = project.service.getDocumentHighlights(fileName, offset, [fileName]) ?? [];
  return found
    .flatMap(({ highlightSpans }) => highlightSpans)
    .map(({ textSpan, kind }) => ({
      range: project.range(fileName, textSpan),
      kind: kind === "writtenReference" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

type Refusal = ResponseError<void>;
const refuse = (message: string): Refusal => new ResponseError(LSPErrorCodes.RequestFailed, message);

export function prepareRename(
  project: Project,
  { textDocument, position }: TextDocumentPositionParams,
): { range: Range; placeholder: string } | Refusal {
  const { fileName, offset } = project.place(textDocument.uri, position);
  const info = project.service.getRenameInfo(fileName, offset, preferences);
  if (!info.canRename) return refuse(info.localizedErrorMessage);
  return { range: project.range(fileName, info.triggerSpan), placeholder: info.displayName };
}

export function rename(project: Project, params: RenameParams): WorkspaceEdit | Refusal {
  const { fileName, offset } = project.place(params.textDocument.uri, params.position);
  const info = project.service.getRenameInfo(fileName, offset, preferences);
  if (!info.canRename) return refuse(info.localizedErrorMessage);
  const find = (wanted: ts.UserPreferences) =>
    project.service.findRenameLocations(fileName, offset, false, false, wanted) ?? [];
  let found = find(preferences);
  // From where it is imported, it would be imported `as` its old name: whoever renames it wants the new one everywhere.
  const isAlias = ({ fileName: at, prefixText = "", suffixText = "" }: ts.RenameLocation) =>
    at === fileName && /\bas\b/.test(prefixText + suffixText);
  if (found.some(isAlias)) found = find({ ...preferences, providePrefixAndSuffixTextForRename: false });
  const changes: Record<string, TextEdit[]> = {};
  for (const each of found)
    (changes[uriOf(each.fileName)] ??= []).push({
      range: project.range(each.fileName, each.textSpan),
      newText: `${each.prefixText ?? ""}${params.newName}${each.suffixText ?? ""}`,
    });
  return { changes };
}
