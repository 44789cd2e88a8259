/** What is wrong with a file, in the protocol's words. */
import ts from "typescript";
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import { uriOf } from "./files.ts";
import type { Project } from "./project.ts";

export const SOURCE = "typescript";

/** "Cannot find module …". */
const NO_MODULE = 2307;

/** How long the editor's requests may wait for a part of the work. */
const SLICE_MS = 20;

/** Stops wherever something else may be done in between, as long as no file changes. */
export function* find(project: Project, fileName: string): Generator<undefined, Diagnostic[]> {
  if (!project.isSource(fileName)) return configProblems(project, fileName);
  const syntactic = project.service.getSyntacticDiagnostics(fileName);
  yield;
  yield* resolveCalls(project.service.getProgram(), fileName);
  yield;
  const semantic = project.service.getSemanticDiagnostics(fileName);
  yield;
  const suggestions = project.service.getSuggestionDiagnostics(fileName);
  return [...syntactic, ...semantic, ...suggestions].map((each) => convert(project, fileName, each));
}

/** TypeScript checks a file at one go. Most of that is finding out what is called, which it remembers. */
function* resolveCalls(program: ts.Program | undefined, fileName: string): Generator<undefined, void> {
  const file = program?.getSourceFile(fileName);
  const checker = program?.getTypeChecker();
  if (!file || !checker) return;
  let began = performance.now();
  const left: ts.Node[] = [file];
  for (let node = left.pop(); node; node = left.pop()) {
    if (ts.isCallLikeExpression(node)) checker.getResolvedSignature(node);
    const inner: ts.Node[] = [];
    ts.forEachChild(node, (child) => void inner.push(child));
    left.push(...inner.reverse());
    if (performance.now() - began < SLICE_MS) continue;
    yield;
    began = performance.now();
  }
}

function configProblems(project: Project, fileName: string): Diagnostic[] {
  const { problems, fileName: ofAll } = project.configured;
  return problems
    .filter(({ file }) => (file?.fileName ?? ofAll) === fileName)
    .map((each) => convert(project, fileName, each));
}

function convert(project: Project, fileName: string, found: ts.Diagnostic): Diagnostic {
  const tags = [
    ...(found.reportsUnnecessary ? [DiagnosticTag.Unnecessary] : []),
    ...(found.reportsDeprecated ? [DiagnosticTag.Deprecated] : []),
  ];
  const related = (found.relatedInformation ?? []).flatMap((each) =>
    each.file && each.start !== undefined && project.files.get(each.file.fileName)
      ? {
          location: {
            uri: uriOf(each.file.fileName),
            range: project.range(each.file.fileName, { start: each.start, length: each.length ?? 0 }),
          },
          message: ts.flattenDiagnosticMessageText(each.messageText, "\n"),
        }
      : [],
  );
  return {
    range: project.range(fileName, { start: found.start ?? 0, length: found.length ?? 0 }),
    message: ts.flattenDiagnosticMessageText(found.messageText, "\n"),
    severity: severityOf(found),
    code: found.code,
    source: SOURCE,
    ...(tags.length > 0 && { tags }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

function severityOf({ category, code, file, start = 0 }: ts.Diagnostic): DiagnosticSeverity {
  // Nobody can install a package here, and whoever has the code elsewhere may have it there.
  if (code === NO_MODULE && !/^["'`][./]/.test(file?.text.slice(start) ?? "")) return DiagnosticSeverity.Warning;
  switch (category) {
    case ts.DiagnosticCategory.Error:
      return DiagnosticSeverity.Error;
    case ts.DiagnosticCategory.Warning:
      return DiagnosticSeverity.Warning;
    case ts.DiagnosticCategory.Message:
      return DiagnosticSeverity.Information;
    case ts.DiagnosticCategory.Suggestion:
      return DiagnosticSeverity.Hint;
  }
}
