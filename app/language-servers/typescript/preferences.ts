/** How TypeScript writes code of its own into a file: as the rest of the file is written. */
import ts from "typescript";
import type { Files } from "./files.ts";

export const preferences: ts.UserPreferences = {
  quotePreference: "auto",
  importModuleSpecifierPreference: "relative",
  includePackageJsonAutoImports: "off",
  includeCompletionsForModuleExports: true,
  includeCompletionsForImportStatements: true,
  includeCompletionsWithInsertText: true,
  includeAutomaticOptionalChainCompletions: true,
  useLabelDetailsInCompletionEntries: true,
  allowIncompleteCompletions: true,
  providePrefixAndSuffixTextForRename: true,
  allowRenameOfImportPath: false,
  allowTextChangesInNewFiles: false,
  includeInlayParameterNameHints: "all",
  includeInlayParameterNameHintsWhenArgumentMatchesName: false,
  includeInlayFunctionParameterTypeHints: true,
  includeInlayVariableTypeHints: true,
  includeInlayVariableTypeHintsWhenTypeMatchesName: false,
  includeInlayPropertyDeclarationTypeHints: true,
  includeInlayFunctionLikeReturnTypeHints: true,
  includeInlayEnumMemberValueHints: true,
};

export function formatOf(files: Files, fileName: string): ts.FormatCodeSettings {
  const indents =
    files
      .document(fileName)
      .getText()
      .match(/^(?:\t+| {2,})(?=\S)/gm) ?? [];
  const usesTabs = indents[0]?.startsWith("\t") ?? false;
  const indentSize = usesTabs ? 4 : Math.min(8, ...indents.map(({ length }) => length));
  return {
    ...ts.getDefaultFormatCodeSettings("\n"),
    convertTabsToSpaces: !usesTabs,
    indentSize: indents.length > 0 ? indentSize : 2,
    tabSize: indents.length > 0 ? indentSize : 2,
    semicolons: ts.SemicolonPreference.Ignore,
  };
}
