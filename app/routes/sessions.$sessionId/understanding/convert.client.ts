/** From the Language Server Protocol to Monaco and back. */
import type * as lsp from "vscode-languageserver-protocol";
import { monaco } from "../editor/monaco.client.ts";

type Position = Pick<monaco.Position, "lineNumber" | "column">;

export const toPosition = ({ lineNumber, column }: Position): lsp.Position => ({
  line: lineNumber - 1,
  character: column - 1,
});

export const toRange = ({ startLineNumber, startColumn, endLineNumber, endColumn }: monaco.IRange): lsp.Range => ({
  start: { line: startLineNumber - 1, character: startColumn - 1 },
  end: { line: endLineNumber - 1, character: endColumn - 1 },
});

export const fromRange = ({ start, end }: lsp.Range): monaco.IRange => ({
  startLineNumber: start.line + 1,
  startColumn: start.character + 1,
  endLineNumber: end.line + 1,
  endColumn: end.character + 1,
});

const { CompletionItemKind } = monaco.languages;
/** In the order of the protocol's numbers, from 1. */
const completionKinds = [
  CompletionItemKind.Text,
  CompletionItemKind.Method,
  CompletionItemKind.Function,
  CompletionItemKind.Constructor,
  CompletionItemKind.Field,
  CompletionItemKind.Variable,
  CompletionItemKind.Class,
  CompletionItemKind.Interface,
  CompletionItemKind.Module,
  CompletionItemKind.Property,
  CompletionItemKind.Unit,
  CompletionItemKind.Value,
  CompletionItemKind.Enum,
  CompletionItemKind.Keyword,
  CompletionItemKind.Snippet,
  CompletionItemKind.Color,
  CompletionItemKind.File,
  CompletionItemKind.Reference,
  CompletionItemKind.Folder,
  CompletionItemKind.EnumMember,
  CompletionItemKind.Constant,
  CompletionItemKind.Struct,
  CompletionItemKind.Event,
  CompletionItemKind.Operator,
  CompletionItemKind.TypeParameter,
];
export const toCompletionKind = (kind: lsp.CompletionItemKind | undefined) =>
  completionKinds[(kind ?? 1) - 1] ?? CompletionItemKind.Text;

/** The protocol counts from 1, Monaco from 0; the order is the same. */
export const toSymbolKind = (kind: lsp.SymbolKind): monaco.languages.SymbolKind => kind - 1;

const severities = {
  1: monaco.MarkerSeverity.Error,
  2: monaco.MarkerSeverity.Warning,
  3: monaco.MarkerSeverity.Info,
  4: monaco.MarkerSeverity.Hint,
};

export const toSeverity = (severity: lsp.DiagnosticSeverity | undefined): monaco.MarkerSeverity =>
  severities[severity ?? 1];

/** Newer servers may write Markdown here, which Monaco's markers do not read. */
export const messageOf = ({ message }: lsp.Diagnostic): string =>
  typeof message === "string" ? message : message.value;

const codeOf = ({ code }: lsp.Diagnostic) => (code === undefined ? undefined : String(code));

/** `uriFrom`: how Monaco names a file that the server names so. */
export function toMarker(
  diagnostic: lsp.Diagnostic,
  uriFrom: (uri: string) => monaco.Uri | undefined,
): monaco.editor.IMarkerData {
  const { range, severity, source, tags, relatedInformation } = diagnostic;
  return {
    ...fromRange(range),
    severity: toSeverity(severity),
    message: messageOf(diagnostic),
    source,
    code: codeOf(diagnostic),
    tags,
    relatedInformation: relatedInformation?.flatMap(({ location, message: words }) => {
      const resource = uriFrom(location.uri);
      return resource ? [{ ...fromRange(location.range), resource, message: words }] : [];
    }),
  };
}

/** The one among a server's that Monaco shows so: it may have moved since. */
export function diagnosticOf(marker: monaco.editor.IMarkerData, known: lsp.Diagnostic[]): lsp.Diagnostic | undefined {
  const alike = known.filter(
    (diagnostic) => messageOf(diagnostic) === marker.message && codeOf(diagnostic) === codeValue(marker.code),
  );
  const near = alike.sort(
    (a, b) =>
      Math.abs(a.range.start.line + 1 - marker.startLineNumber) -
      Math.abs(b.range.start.line + 1 - marker.startLineNumber),
  );
  return near[0] && { ...near[0], range: toRange(marker) };
}
const codeValue = (code: monaco.editor.IMarkerData["code"]) => (typeof code === "object" ? code.value : code);
