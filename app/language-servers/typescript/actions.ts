/** What can be mended or rewritten at a place. The edits are made when somebody chooses one. */
import ts from "typescript";
import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from "vscode-languageserver";
import { SOURCE } from "./diagnostics.ts";
import { fileNameOf } from "./files.ts";
import { formatOf, preferences } from "./preferences.ts";
import type { Project } from "./project.ts";

const REMOVE_UNUSED = "source.removeUnusedImports";

export const kinds = [
  CodeActionKind.QuickFix,
  CodeActionKind.Refactor,
  CodeActionKind.SourceOrganizeImports,
  REMOVE_UNUSED,
];

/** By which an action gets its edit. */
type Data =
  | { fileName: string; fixAll: string }
  | { fileName: string; refactor: string; action: string; pos: number; end: number }
  | { fileName: string; imports: ts.OrganizeImportsMode };

/** Makes a file of what is in another, which the protocol's plain edits cannot. */
const MAKES_FILES = /^Move to /;

export function codeActions(project: Project, params: CodeActionParams): CodeAction[] {
  const { only } = params.context;
  // What concerns the whole file is given to whoever asks for it.
  const wants = (kind: string) =>
    only ? only.some((each) => isWithin(kind, each) || isWithin(each, kind)) : !isWithin(kind, CodeActionKind.Source);
  return [
    ...(wants(CodeActionKind.QuickFix) ? fixes(project, params) : []),
    ...(wants(CodeActionKind.Refactor) ? refactors(project, params) : []),
    ...imports(fileNameOf(params.textDocument.uri)).filter(({ kind }) => wants(kind)),
  ];
}

const isWithin = (kind: string, outer: string) => kind === outer || kind.startsWith(`${outer}.`);

function fixes(project: Project, { textDocument, context }: CodeActionParams): CodeAction[] {
  const fileName = fileNameOf(textDocument.uri);
  const known = new Set<string>();
  return context.diagnostics
    .filter(({ source, code }) => source === SOURCE && typeof code === "number")
    .flatMap((diagnostic) => {
      const { pos, end } = project.span(textDocument.uri, diagnostic.range);
      const found = project.service
        .getCodeFixesAtPosition(
          fileName,
          pos,
          end,
          [Number(diagnostic.code)],
          formatOf(project.files, fileName),
          preferences,
        )
        .filter(({ commands }) => !commands?.length);
      return found.flatMap((fix): CodeAction[] => {
        const changes = project.edits(fix.changes);
        if (!changes) return [];
        const isPreferred =
          OBVIOUS.has(fix.fixName) && found.filter(({ fixName }) => fixName === fix.fixName).length === 1;
        const action: CodeAction = {
          title: fix.description,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          edit: { changes },
          ...(isPreferred && { isPreferred }),
        };
        if (!fix.fixAllDescription || typeof fix.fixId !== "string" || known.has(fix.fixId)) return [action];
        if (!isFrequent(project, fileName, diagnostic)) return [action];
        known.add(fix.fixId);
        const data: Data = { fileName, fixAll: fix.fixId };
        return [
          action,
          { title: fix.fixAllDescription, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], data },
        ];
      });
    });
}

/** Whether the file has the same mistake elsewhere. */
function isFrequent({ service }: Project, fileName: string, { code }: Diagnostic): boolean {
  const all = [
    ...service.getSyntacticDiagnostics(fileName),
    ...service.getSemanticDiagnostics(fileName),
    ...service.getSuggestionDiagnostics(fileName),
  ];
  return all.filter((each) => each.code === code).length > 1;
}

/** By their names in TypeScript: whoever meets the mistake nearly always means this. */
const OBVIOUS = new Set([
  "import",
  "spelling",
  "addMissingAwait",
  "addMissingAsync",
  "fixAwaitInSyncFunction",
  "forgottenThisPropertyAccess",
  "extendsInterfaceBecomesImplements",
  "constructorForDerivedNeedSuperCall",
  "classSuperMustPrecedeThisAccess",
  "fixClassIncorrectlyImplementsInterface",
  "fixClassDoesntImplementInheritedAbstractMember",
  "fixOverrideModifier",
  "fixUnreachableCode",
  "unusedIdentifier",
  "fixMissingMember",
]);

function refactors(project: Project, { textDocument, range, context }: CodeActionParams): CodeAction[] {
  const { fileName, pos, end } = project.span(textDocument.uri, range);
  const found = project.service.getApplicableRefactors(fileName, { pos, end }, preferences, "invoked");
  return found
    .filter(({ name }) => !MAKES_FILES.test(name))
    .flatMap(({ name, actions }) =>
      actions
        .filter((action) => !action.notApplicableReason && !action.isInteractive)
        .map((action) => ({
          title: action.description,
          kind: action.kind ?? CodeActionKind.Refactor,
          data: { fileName, refactor: name, action: action.name, pos, end } satisfies Data,
        })),
    )
    .filter(({ kind }) => context.only?.some((each) => isWithin(kind, each)) ?? true);
}

const imports = (fileName: string) => [
  {
    title: "Organize Imports",
    kind: CodeActionKind.SourceOrganizeImports,
    data: { fileName, imports: ts.OrganizeImportsMode.All } satisfies Data,
  },
  {
    title: "Remove Unused Imports",
    kind: REMOVE_UNUSED,
    data: { fileName, imports: ts.OrganizeImportsMode.RemoveUnused } satisfies Data,
  },
];

export function resolveAction(project: Project, action: CodeAction): CodeAction {
  const data = action.data as Data | undefined;
  if (!data || !project.files.has(data.fileName)) return action;
  return { ...action, edit: { changes: project.edits(changesOf(project, data)) ?? {} } };
}

function changesOf({ service, files }: Project, data: Data): readonly ts.FileTextChanges[] {
  const { fileName } = data;
  const format = formatOf(files, fileName);
  if ("fixAll" in data)
    return service.getCombinedCodeFix({ type: "file", fileName }, data.fixAll, format, preferences).changes;
  if ("imports" in data)
    return service.organizeImports({ type: "file", fileName, mode: data.imports }, format, preferences);
  const { pos, end, refactor, action } = data;
  return service.getEditsForRefactor(fileName, format, { pos, end }, refactor, action, preferences)?.edits ?? [];
}
