/** What a name is, and what a call takes. */
import ts from "typescript";
import {
  type Hover,
  type InlayHint,
  InlayHintKind,
  type InlayHintParams,
  MarkupKind,
  type SignatureHelp,
  type SignatureHelpParams,
  SignatureHelpTriggerKind,
  type SignatureInformation,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import { code, documentation, plain, prose } from "./markdown.ts";
import { preferences } from "./preferences.ts";
import type { Project } from "./project.ts";

export function hover(project: Project, { textDocument, position }: TextDocumentPositionParams): Hover | null {
  const { fileName, offset } = project.place(textDocument.uri, position);
  const info = project.service.getQuickInfoAtPosition(fileName, offset);
  if (!info) return null;
  const about = documentation(info.documentation, info.tags);
  return {
    contents: {
      kind: MarkupKind.Markdown,
      value: [code(plain(info.displayParts)), about].filter(Boolean).join("\n\n"),
    },
    range: project.range(fileName, info.textSpan),
  };
}

export const signatureTriggers = { triggerCharacters: ["(", ",", "<"], retriggerCharacters: [")"] };

export function signatureHelp(project: Project, params: SignatureHelpParams): SignatureHelp | null {
  const { fileName, offset } = project.place(params.textDocument.uri, params.position);
  const help = project.service.getSignatureHelpItems(fileName, offset, { triggerReason: reasonOf(params) });
  if (!help) return null;
  const active = help.items[help.selectedItemIndex];
  const last = (active?.parameters.length ?? 0) - 1;
  return {
    signatures: help.items.map(toSignature),
    activeSignature: help.selectedItemIndex,
    activeParameter: active?.isVariadic ? Math.min(help.argumentIndex, last) : help.argumentIndex,
  };
}

function toSignature(item: ts.SignatureHelpItem): SignatureInformation {
  let label = plain(item.prefixDisplayParts);
  const parameters = item.parameters.map((parameter, nth) => {
    if (nth > 0) label += plain(item.separatorDisplayParts);
    const start = label.length;
    label += plain(parameter.displayParts);
    const value = prose(parameter.documentation);
    return {
      label: [start, label.length] as [number, number],
      ...(value && { documentation: { kind: MarkupKind.Markdown, value } }),
    };
  });
  label += plain(item.suffixDisplayParts);
  const value = documentation(
    item.documentation,
    // Each parameter says what it is itself.
    item.tags.filter(({ name }) => name !== "param"),
  );
  return { label, parameters, ...(value && { documentation: { kind: MarkupKind.Markdown, value } }) };
}

function reasonOf({ context }: SignatureHelpParams): ts.SignatureHelpTriggerReason {
  if (!context || context.triggerKind === SignatureHelpTriggerKind.Invoked) return { kind: "invoked" };
  const character = context.triggerCharacter as ts.SignatureHelpTriggerCharacter | undefined;
  if (context.isRetrigger) return { kind: "retrigger", triggerCharacter: character };
  return character ? { kind: "characterTyped", triggerCharacter: character } : { kind: "invoked" };
}

export function inlayHints(project: Project, { textDocument, range }: InlayHintParams): InlayHint[] {
  const { fileName, pos, end } = project.span(textDocument.uri, range);
  const hints = project.service.provideInlayHints(fileName, { start: pos, length: end - pos }, preferences);
  return hints.map((hint) => ({
    position: project.range(fileName, { start: hint.position, length: 0 }).start,
    label: hint.text || (hint.displayParts ?? []).map(({ text }) => text).join(""),
    ...(hint.kind === ts.InlayHintKind.Type && { kind: InlayHintKind.Type }),
    ...(hint.kind === ts.InlayHintKind.Parameter && { kind: InlayHintKind.Parameter }),
    paddingLeft: hint.whitespaceBefore ?? false,
    paddingRight: hint.whitespaceAfter ?? false,
  }));
}
