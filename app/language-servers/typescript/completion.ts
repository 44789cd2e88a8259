/** What may be written next. */
import ts from "typescript";
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  type CompletionParams,
  CompletionTriggerKind,
  MarkupKind,
} from "vscode-languageserver";
import { documentation, plain } from "./markdown.ts";
import { formatOf, preferences } from "./preferences.ts";
import type { Place, Project } from "./project.ts";

export const triggerCharacters = [".", '"', "'", "`", "/", "@", "<", "#"];

/** By which an item is found again when somebody looks at it. */
type Data = Place & { name: string; source?: string; entry?: ts.CompletionEntryData };

export function complete(
  project: Project,
  { textDocument, position, context }: CompletionParams,
): CompletionList | null {
  const place = project.place(textDocument.uri, position);
  const list = project.service.getCompletionsAtPosition(
    place.fileName,
    place.offset,
    {
      ...preferences,
      triggerKind: context?.triggerKind as ts.CompletionTriggerKind | undefined,
      triggerCharacter:
        context?.triggerKind === CompletionTriggerKind.TriggerCharacter
          ? (context.triggerCharacter as ts.CompletionsTriggerCharacter)
          : undefined,
    },
    formatOf(project.files, place.fileName),
  );
  if (!list) return null;
  const wordStart = Math.min(place.offset, list.optionalReplacementSpan?.start ?? startOfWord(project, place));
  // One may replace the dot as well, by `["a-b"]`: the editor puts those first that begin earlier than others.
  const start = list.entries.reduce(
    (least, { replacementSpan }) => Math.min(least, replacementSpan?.start ?? least),
    wordStart,
  );
  return {
    isIncomplete: list.isIncomplete ?? false,
    items: list.entries.map((entry) => toItem(project, place, { start, wordStart }, entry)),
  };
}

type Starts = { start: number; wordStart: number };

function toItem(
  project: Project,
  place: Place,
  { start, wordStart }: Starts,
  entry: ts.CompletionEntry,
): CompletionItem {
  const { fileName, offset } = place;
  const text = project.files.document(fileName).getText();
  const span = entry.replacementSpan ?? { start: wordStart, length: offset - wordStart };
  const from = entry.labelDetails?.description ?? (entry.sourceDisplay && plain(entry.sourceDisplay));
  const data: Data = { ...place, name: entry.name, source: entry.source, entry: entry.data };
  return {
    label: entry.name,
    kind: kinds[entry.kind] ?? CompletionItemKind.Text,
    sortText: entry.sortText,
    // What the item replaces may begin before the word, as with the dot that becomes "?.".
    filterText: text.slice(start, wordStart) + (entry.filterText ?? entry.name),
    textEdit: {
      range: project.range(fileName, { start, length: span.start + span.length - start }),
      newText: text.slice(start, span.start) + (entry.insertText ?? entry.name),
    },
    ...((from || entry.labelDetails) && { labelDetails: { detail: entry.labelDetails?.detail, description: from } }),
    ...(entry.isRecommended && { preselect: true }),
    ...(entry.kindModifiers?.split(",").includes("deprecated") && { tags: [CompletionItemTag.Deprecated] }),
    data,
  };
}

export function resolve(project: Project, item: CompletionItem): CompletionItem {
  const { fileName, offset, name, source, entry } = item.data as Data;
  if (!project.files.has(fileName)) return item;
  const details = project.service.getCompletionEntryDetails(
    fileName,
    offset,
    name,
    formatOf(project.files, fileName),
    source,
    preferences,
    entry,
  );
  if (!details) return item;
  const actions = details.codeActions ?? [];
  const edits = actions.flatMap(({ changes }) => changes).filter((change) => change.fileName === fileName);
  return {
    ...item,
    detail: [...actions.map(({ description }) => description), plain(details.displayParts)].join("\n"),
    documentation: { kind: MarkupKind.Markdown, value: documentation(details.documentation, details.tags) },
    additionalTextEdits: Object.values(project.edits(edits) ?? {}).flat(),
  };
}

function startOfWord(project: Project, { fileName, offset }: Place): number {
  const text = project.files.document(fileName).getText();
  const [word = ""] = /[#$\p{ID_Continue}]*$/u.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset)) ?? [];
  return offset - word.length;
}

const kinds: Partial<Record<ts.ScriptElementKind, CompletionItemKind>> = {
  [ts.ScriptElementKind.primitiveType]: CompletionItemKind.Keyword,
  [ts.ScriptElementKind.keyword]: CompletionItemKind.Keyword,
  [ts.ScriptElementKind.constElement]: CompletionItemKind.Constant,
  [ts.ScriptElementKind.letElement]: CompletionItemKind.Variable,
  [ts.ScriptElementKind.variableElement]: CompletionItemKind.Variable,
  [ts.ScriptElementKind.localVariableElement]: CompletionItemKind.Variable,
  [ts.ScriptElementKind.parameterElement]: CompletionItemKind.Variable,
  [ts.ScriptElementKind.alias]: CompletionItemKind.Variable,
  [ts.ScriptElementKind.memberVariableElement]: CompletionItemKind.Field,
  [ts.ScriptElementKind.memberGetAccessorElement]: CompletionItemKind.Property,
  [ts.ScriptElementKind.memberSetAccessorElement]: CompletionItemKind.Property,
  [ts.ScriptElementKind.memberAccessorVariableElement]: CompletionItemKind.Property,
  [ts.ScriptElementKind.jsxAttribute]: CompletionItemKind.Property,
  [ts.ScriptElementKind.functionElement]: CompletionItemKind.Function,
  [ts.ScriptElementKind.localFunctionElement]: CompletionItemKind.Function,
  [ts.ScriptElementKind.memberFunctionElement]: CompletionItemKind.Method,
  [ts.ScriptElementKind.callSignatureElement]: CompletionItemKind.Method,
  [ts.ScriptElementKind.constructSignatureElement]: CompletionItemKind.Method,
  [ts.ScriptElementKind.indexSignatureElement]: CompletionItemKind.Method,
  [ts.ScriptElementKind.constructorImplementationElement]: CompletionItemKind.Constructor,
  [ts.ScriptElementKind.enumElement]: CompletionItemKind.Enum,
  [ts.ScriptElementKind.enumMemberElement]: CompletionItemKind.EnumMember,
  [ts.ScriptElementKind.moduleElement]: CompletionItemKind.Module,
  [ts.ScriptElementKind.externalModuleName]: CompletionItemKind.Module,
  [ts.ScriptElementKind.classElement]: CompletionItemKind.Class,
  [ts.ScriptElementKind.localClassElement]: CompletionItemKind.Class,
  [ts.ScriptElementKind.typeElement]: CompletionItemKind.Class,
  [ts.ScriptElementKind.interfaceElement]: CompletionItemKind.Interface,
  [ts.ScriptElementKind.typeParameterElement]: CompletionItemKind.TypeParameter,
  [ts.ScriptElementKind.warning]: CompletionItemKind.Text,
  [ts.ScriptElementKind.scriptElement]: CompletionItemKind.File,
  [ts.ScriptElementKind.directory]: CompletionItemKind.Folder,
  [ts.ScriptElementKind.string]: CompletionItemKind.Constant,
  [ts.ScriptElementKind.label]: CompletionItemKind.Reference,
};
