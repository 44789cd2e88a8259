/** What a language server can do, given to Monaco for the files of its languages. */
import type * as lsp from "vscode-languageserver-protocol";
import { monaco } from "../editor/monaco.client.ts";
import { diagnosticOf, fromRange, toCompletionKind, toPosition, toRange, toSymbolKind } from "./convert.client.ts";
import type { LanguageServer } from "./language-server.client.ts";
import { toDocumentation, toMarkdown } from "./markdown.ts";
import type { Asked } from "./server-edits.ts";

type Model = monaco.editor.ITextModel;

export type ProviderOptions = {
  server: LanguageServer;
  capabilities: lsp.ServerCapabilities;
  selector: monaco.languages.LanguageSelector;
  /** The server's name for a model, once it has the text that is shown; undefined where it does not know it. */
  uriOf: (model: Model) => string | undefined;
  /** What the server has of all files from here on. */
  asked: () => Asked;
  /** Monaco's name for what the server names so, with a model behind it. */
  modelUriOf: (uri: string) => Promise<monaco.Uri | undefined>;
  /** What the server has said of a model. */
  diagnosticsOf: (model: Model) => lsp.Diagnostic[];
  /** Writes what an action proposes for texts as they were when it was offered. */
  apply: (edit: lsp.WorkspaceEdit, asked: Asked) => void;
};

/** Returns what takes all of it away again. */
export function provide(options: ProviderOptions): () => void {
  const { capabilities: can, selector } = options;
  const { languages } = monaco;
  const given: monaco.IDisposable[] = [];
  if (can.completionProvider)
    given.push(languages.registerCompletionItemProvider(selector, completions(options, can.completionProvider)));
  if (can.hoverProvider)
    given.push(
      languages.registerHoverProvider(selector, {
        provideHover: (model, position, token) => hover(options, model, position, token),
      }),
    );
  if (can.signatureHelpProvider)
    given.push(languages.registerSignatureHelpProvider(selector, signatures(options, can.signatureHelpProvider)));
  if (can.definitionProvider)
    given.push(
      languages.registerDefinitionProvider(selector, {
        provideDefinition: (...args) => places(options, "textDocument/definition", ...args),
      }),
    );
  if (can.typeDefinitionProvider)
    given.push(
      languages.registerTypeDefinitionProvider(selector, {
        provideTypeDefinition: (...args) => places(options, "textDocument/typeDefinition", ...args),
      }),
    );
  if (can.referencesProvider)
    given.push(
      languages.registerReferenceProvider(selector, {
        provideReferences: (model, position, context, token) =>
          places(options, "textDocument/references", model, position, token, { context }),
      }),
    );
  if (can.documentHighlightProvider)
    given.push(
      languages.registerDocumentHighlightProvider(selector, {
        provideDocumentHighlights: (...args) => highlights(options, ...args),
      }),
    );
  if (can.documentSymbolProvider)
    given.push(
      languages.registerDocumentSymbolProvider(selector, {
        provideDocumentSymbols: (...args) => symbols(options, ...args),
      }),
    );
  if (can.inlayHintProvider)
    given.push(
      languages.registerInlayHintsProvider(selector, { provideInlayHints: (...args) => hints(options, ...args) }),
    );
  if (can.linkedEditingRangeProvider)
    given.push(
      languages.registerLinkedEditingRangeProvider(selector, {
        provideLinkedEditingRanges: (...args) => linked(options, ...args),
      }),
    );
  if (can.colorProvider) given.push(languages.registerColorProvider(selector, colors(options)));
  if (can.codeActionProvider) given.push(...actions(options));
  return () => {
    for (const each of given) each.dispose();
  };
}

const at = (uri: string, position: monaco.Position) => ({ textDocument: { uri }, position: toPosition(position) });

type Suggestion = monaco.languages.CompletionItem & { item: lsp.CompletionItem };

function completions(
  { server, uriOf }: ProviderOptions,
  { triggerCharacters, resolveProvider }: lsp.CompletionOptions,
): monaco.languages.CompletionItemProvider {
  return {
    triggerCharacters,
    async provideCompletionItems(model, position, { triggerKind, triggerCharacter }, token) {
      const uri = uriOf(model);
      if (!uri) return;
      const context = { triggerKind: triggerKind + 1, triggerCharacter };
      const answer = await server.request<lsp.CompletionItem[] | lsp.CompletionList>(
        "textDocument/completion",
        { ...at(uri, position), context },
        token,
      );
      if (!answer) return;
      const { items, isIncomplete } = Array.isArray(answer) ? { items: answer, isIncomplete: false } : answer;
      const word = model.getWordUntilPosition(position);
      const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, position.column);
      const defaults = Array.isArray(answer) ? undefined : answer.itemDefaults;
      return { suggestions: items.map((item) => toSuggestion(item, range, defaults)), incomplete: isIncomplete };
    },
    ...(resolveProvider && {
      async resolveCompletionItem(suggestion, token) {
        const resolved = await server.request<lsp.CompletionItem>(
          "completionItem/resolve",
          (suggestion as Suggestion).item,
          token,
        );
        if (!resolved) return suggestion;
        return {
          ...suggestion,
          detail: resolved.detail ?? suggestion.detail,
          documentation: toDocumentation(resolved.documentation),
          additionalTextEdits: resolved.additionalTextEdits?.map(toMonacoEdit),
        };
      },
    }),
  };
}

const toMonacoEdit = ({ range, newText }: lsp.TextEdit) => ({ range: fromRange(range), text: newText });

function toSuggestion(
  item: lsp.CompletionItem,
  range: monaco.IRange,
  defaults: lsp.CompletionList["itemDefaults"],
): Suggestion {
  const { textEdit, label, labelDetails } = item;
  const isSnippet = (item.insertTextFormat ?? defaults?.insertTextFormat) === 2;
  return {
    item,
    label: labelDetails ? { label, ...labelDetails } : label,
    kind: toCompletionKind(item.kind),
    tags: item.tags ?? (item.deprecated ? [1] : undefined),
    detail: item.detail,
    documentation: toDocumentation(item.documentation),
    sortText: item.sortText,
    filterText: item.filterText,
    preselect: item.preselect,
    insertText: textEdit?.newText ?? item.insertText ?? label,
    ...(isSnippet && { insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet }),
    range: !textEdit
      ? range
      : "range" in textEdit
        ? fromRange(textEdit.range)
        : { insert: fromRange(textEdit.insert), replace: fromRange(textEdit.replace) },
    commitCharacters: item.commitCharacters,
    additionalTextEdits: item.additionalTextEdits?.map(toMonacoEdit),
  };
}

async function hover(
  { server, uriOf }: ProviderOptions,
  model: Model,
  position: monaco.Position,
  token: monaco.CancellationToken,
): Promise<monaco.languages.Hover | null> {
  const uri = uriOf(model);
  const found = uri ? await server.request<lsp.Hover>("textDocument/hover", at(uri, position), token) : null;
  if (!found) return null;
  const contents = Array.isArray(found.contents) ? found.contents : [found.contents];
  return { contents: contents.map(toMarkdown), ...(found.range && { range: fromRange(found.range) }) };
}

function signatures(
  { server, uriOf }: ProviderOptions,
  { triggerCharacters, retriggerCharacters }: lsp.SignatureHelpOptions,
): monaco.languages.SignatureHelpProvider {
  return {
    signatureHelpTriggerCharacters: triggerCharacters,
    signatureHelpRetriggerCharacters: retriggerCharacters,
    async provideSignatureHelp(model, position, token, { triggerKind, triggerCharacter, isRetrigger }) {
      const uri = uriOf(model);
      const context = { triggerKind, triggerCharacter, isRetrigger };
      const found = uri
        ? await server.request<lsp.SignatureHelp>(
            "textDocument/signatureHelp",
            { ...at(uri, position), context },
            token,
          )
        : null;
      if (!found || found.signatures.length === 0) return null;
      return {
        value: {
          activeSignature: found.activeSignature ?? 0,
          activeParameter: found.activeParameter ?? 0,
          signatures: found.signatures.map(({ label, documentation, parameters, activeParameter }) => ({
            label,
            documentation: toDocumentation(documentation),
            parameters: (parameters ?? []).map((parameter) => ({
              label: parameter.label,
              documentation: toDocumentation(parameter.documentation),
            })),
            ...(typeof activeParameter === "number" && { activeParameter }),
          })),
        },
        dispose() {},
      };
    },
  };
}

/** Definitions and references: places in files that need not be shown. */
async function places(
  { server, uriOf, modelUriOf }: ProviderOptions,
  method: string,
  model: Model,
  position: monaco.Position,
  token: monaco.CancellationToken,
  more: object = {},
): Promise<monaco.languages.Location[]> {
  const uri = uriOf(model);
  const found = uri
    ? await server.request<lsp.Location | lsp.Location[] | lsp.LocationLink[]>(
        method,
        { ...at(uri, position), ...more },
        token,
      )
    : null;
  const links = found === null ? [] : Array.isArray(found) ? found : [found];
  const locations = await Promise.all(
    links.map(async (link) => {
      const [target, range] =
        "targetUri" in link ? [link.targetUri, link.targetSelectionRange] : [link.uri, link.range];
      const resource = await modelUriOf(target);
      return resource && { uri: resource, range: fromRange(range) };
    }),
  );
  return locations.filter((location) => location !== undefined);
}

async function highlights(
  { server, uriOf }: ProviderOptions,
  model: Model,
  position: monaco.Position,
  token: monaco.CancellationToken,
) {
  const uri = uriOf(model);
  const found = uri
    ? await server.request<lsp.DocumentHighlight[]>("textDocument/documentHighlight", at(uri, position), token)
    : null;
  return found?.map(({ range, kind = 1 }) => ({ range: fromRange(range), kind: kind - 1 }));
}

async function symbols({ server, uriOf }: ProviderOptions, model: Model, token: monaco.CancellationToken) {
  const uri = uriOf(model);
  const found = uri
    ? await server.request<lsp.DocumentSymbol[]>("textDocument/documentSymbol", { textDocument: { uri } }, token)
    : null;
  // Those with a place and no range of their own are of servers older than this protocol.
  return found?.filter((symbol) => "selectionRange" in symbol).map(toSymbol);
}

function toSymbol(symbol: lsp.DocumentSymbol): monaco.languages.DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail ?? "",
    kind: toSymbolKind(symbol.kind),
    tags: symbol.tags ?? [],
    range: fromRange(symbol.range),
    selectionRange: fromRange(symbol.selectionRange),
    children: symbol.children?.map(toSymbol),
  };
}

async function hints(
  { server, uriOf }: ProviderOptions,
  model: Model,
  range: monaco.Range,
  token: monaco.CancellationToken,
): Promise<monaco.languages.InlayHintList> {
  const uri = uriOf(model);
  const found = uri
    ? await server.request<lsp.InlayHint[]>(
        "textDocument/inlayHint",
        { textDocument: { uri }, range: toRange(range) },
        token,
      )
    : null;
  return {
    hints: (found ?? []).map(({ label, position, kind, paddingLeft, paddingRight }) => ({
      label: typeof label === "string" ? label : label.map(({ value }) => value).join(""),
      position: { lineNumber: position.line + 1, column: position.character + 1 },
      kind,
      paddingLeft,
      paddingRight,
    })),
    dispose() {},
  };
}

async function linked(
  { server, uriOf }: ProviderOptions,
  model: Model,
  position: monaco.Position,
  token: monaco.CancellationToken,
) {
  const uri = uriOf(model);
  const found = uri
    ? await server.request<lsp.LinkedEditingRanges>("textDocument/linkedEditingRange", at(uri, position), token)
    : null;
  return found && { ranges: found.ranges.map(fromRange) };
}

function colors({ server, uriOf }: ProviderOptions): monaco.languages.DocumentColorProvider {
  return {
    async provideDocumentColors(model, token) {
      const uri = uriOf(model);
      const found = uri
        ? await server.request<lsp.ColorInformation[]>("textDocument/documentColor", { textDocument: { uri } }, token)
        : null;
      return (found ?? []).map(({ range, color }) => ({ range: fromRange(range), color }));
    },
    async provideColorPresentations(model, { range, color }, token) {
      const uri = uriOf(model);
      const params = { textDocument: { uri }, range: toRange(range), color };
      const found = uri
        ? await server.request<lsp.ColorPresentation[]>("textDocument/colorPresentation", params, token)
        : null;
      return (found ?? []).map(({ label, textEdit }) => ({
        label,
        ...(textEdit && { textEdit: toMonacoEdit(textEdit) }),
      }));
    },
  };
}

let commands = 0;

/** Edits of an action may be in many files: it is a command to Monaco, which would write each as a step of its own. */
function actions(options: ProviderOptions) {
  const { server, capabilities, selector, uriOf, asked, diagnosticsOf, apply } = options;
  const kinds = capabilities.codeActionProvider;
  const commandId = `tandem.codeAction.${++commands}`;
  const command = monaco.editor.registerCommand(commandId, (_accessor, action: lsp.CodeAction, offeredFor: Asked) => {
    void (async () => {
      const { edit } = action.edit
        ? action
        : ((await server.request<lsp.CodeAction>("codeAction/resolve", action)) ?? action);
      if (edit) apply(edit, offeredFor);
    })();
  });
  const provider = monaco.languages.registerCodeActionProvider(
    selector,
    {
      async provideCodeActions(model, range, { markers, only, trigger }, token) {
        const uri = uriOf(model);
        if (!uri) return;
        const offeredFor = asked();
        const known = diagnosticsOf(model);
        const found = await server.request<(lsp.CodeAction | lsp.Command)[]>(
          "textDocument/codeAction",
          {
            textDocument: { uri },
            range: toRange(range),
            context: {
              diagnostics: markers.flatMap((marker) => diagnosticOf(marker, known) ?? []),
              ...(only !== undefined && { only: [only] }),
              triggerKind: trigger,
            },
          },
          token,
        );
        return {
          actions: (found ?? [])
            .filter((action): action is lsp.CodeAction => typeof action.command !== "string")
            .map((action) => ({
              title: action.title,
              kind: action.kind,
              isPreferred: action.isPreferred,
              disabled: action.disabled?.reason,
              command: { id: commandId, title: action.title, arguments: [action, offeredFor] },
            })),
          dispose() {},
        };
      },
    },
    { providedCodeActionKinds: typeof kinds === "object" ? kinds.codeActionKinds : undefined },
  );
  return [command, provider];
}
