/** What a file consists of, and where a name is in all of them. */
import ts from "typescript";
import {
  type DocumentSymbol,
  type DocumentSymbolParams,
  SymbolKind,
  SymbolTag,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from "vscode-languageserver";
import { fileNameOf } from "./files.ts";
import type { Project } from "./project.ts";

const MAX_FOUND = 256;

export function documentSymbols(project: Project, { textDocument }: DocumentSymbolParams): DocumentSymbol[] {
  const fileName = fileNameOf(textDocument.uri);
  const tree = project.service.getNavigationTree(fileName);
  return (tree.childItems ?? []).flatMap((item) => toSymbols(project, fileName, item));
}

/** One for each place in which the name is declared. */
function toSymbols(project: Project, fileName: string, item: ts.NavigationTree): DocumentSymbol[] {
  if (item.kind === ts.ScriptElementKind.alias) return [];
  const children = item.childItems ?? [];
  const [first] = item.spans;
  return item.spans.flatMap((span) => {
    const inner = children
      .filter(({ spans }) => spans.some((each) => contains(span, each)))
      .flatMap((each) => toSymbols(project, fileName, each));
    // A function that has no name is worth a line for what is in it alone.
    if (/^<(function|class)>$/.test(item.text)) return inner;
    const isNamedHere = item.nameSpan && contains(span, item.nameSpan) && span === first;
    return {
      name: item.text,
      kind: kinds[item.kind] ?? SymbolKind.Variable,
      range: project.range(fileName, span),
      selectionRange: project.range(fileName, isNamedHere && item.nameSpan ? item.nameSpan : span),
      ...(item.kindModifiers.includes("deprecated") && { tags: [SymbolTag.Deprecated] }),
      children: inner,
    };
  });
}

const contains = (outer: ts.TextSpan, inner: ts.TextSpan) =>
  outer.start <= inner.start && inner.start + inner.length <= outer.start + outer.length;

export function workspaceSymbols(project: Project, { query }: WorkspaceSymbolParams): WorkspaceSymbol[] {
  return project.service
    .getNavigateToItems(query, MAX_FOUND, undefined, false, true)
    .filter(({ kind, fileName }) => kind !== ts.ScriptElementKind.alias && project.files.has(fileName))
    .map((item) => ({
      name: item.name,
      kind: kinds[item.kind] ?? SymbolKind.Variable,
      location: project.location(item),
      ...(item.containerName && { containerName: item.containerName }),
    }));
}

const kinds: Partial<Record<ts.ScriptElementKind, SymbolKind>> = {
  [ts.ScriptElementKind.moduleElement]: SymbolKind.Module,
  [ts.ScriptElementKind.classElement]: SymbolKind.Class,
  [ts.ScriptElementKind.localClassElement]: SymbolKind.Class,
  [ts.ScriptElementKind.enumElement]: SymbolKind.Enum,
  [ts.ScriptElementKind.enumMemberElement]: SymbolKind.EnumMember,
  [ts.ScriptElementKind.interfaceElement]: SymbolKind.Interface,
  [ts.ScriptElementKind.typeElement]: SymbolKind.Class,
  [ts.ScriptElementKind.typeParameterElement]: SymbolKind.TypeParameter,
  [ts.ScriptElementKind.functionElement]: SymbolKind.Function,
  [ts.ScriptElementKind.localFunctionElement]: SymbolKind.Function,
  [ts.ScriptElementKind.memberFunctionElement]: SymbolKind.Method,
  [ts.ScriptElementKind.callSignatureElement]: SymbolKind.Method,
  [ts.ScriptElementKind.indexSignatureElement]: SymbolKind.Method,
  [ts.ScriptElementKind.constructSignatureElement]: SymbolKind.Constructor,
  [ts.ScriptElementKind.constructorImplementationElement]: SymbolKind.Constructor,
  [ts.ScriptElementKind.memberVariableElement]: SymbolKind.Property,
  [ts.ScriptElementKind.memberAccessorVariableElement]: SymbolKind.Property,
  [ts.ScriptElementKind.memberGetAccessorElement]: SymbolKind.Property,
  [ts.ScriptElementKind.memberSetAccessorElement]: SymbolKind.Property,
  [ts.ScriptElementKind.constElement]: SymbolKind.Constant,
};
