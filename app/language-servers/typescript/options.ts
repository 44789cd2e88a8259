/** How TypeScript reads a session: as our runner does, and otherwise as the session's tsconfig.json wants it. */
import ts from "typescript";
import { type Files, type ReadLib } from "./files.ts";

/** What the runner has besides browsers is a library, too, so that nothing in it can be renamed. */
const RUNNER_TYPES = "runner.d.ts";

const WISHES: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  strict: true,
  skipLibCheck: true,
};

/** What is so here, whatever a tsconfig.json says: how files are found and run, and that nothing is written. */
const FACTS: ts.CompilerOptions = {
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  // Each file runs as a module, so what two of them call alike is two things.
  moduleDetection: ts.ModuleDetectionKind.Force,
  esModuleInterop: true,
  allowSyntheticDefaultImports: true,
  resolveJsonModule: true,
  allowJs: true,
  allowNonTsExtensions: true,
  allowImportingTsExtensions: true,
  // The others want React's types for each tag, which are not there.
  jsx: ts.JsxEmit.Preserve,
  jsxImportSource: undefined,
  jsxFactory: undefined,
  jsxFragmentFactory: undefined,
  reactNamespace: undefined,
  // A message may be as long as a type, and a type as long as a file.
  noErrorTruncation: false,
  noEmit: true,
  noLib: false,
  libReplacement: false,
  types: [],
  typeRoots: [],
  paths: undefined,
  baseUrl: undefined,
  rootDir: undefined,
  rootDirs: undefined,
  outDir: undefined,
  outFile: undefined,
  tsBuildInfoFile: undefined,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  isolatedDeclarations: false,
  composite: false,
  incremental: false,
  plugins: undefined,
};

/** `problems` of the file itself, and of those that it extends. */
export type Configured = { options: ts.CompilerOptions; fileName?: string; problems: ts.Diagnostic[] };

/** Of the session's tsconfig.json or jsconfig.json; one that cannot be read changes nothing. */
export function readOptions(files: Files, readLib: ReadLib): Configured {
  const fileName = ["/tsconfig.json", "/jsconfig.json"].find((name) => files.has(name));
  if (!fileName) return { options: complete({}, readLib), problems: [] };
  const text = files.document(fileName).getText();
  const { error } = ts.parseConfigFileTextToJson(fileName, text);
  if (error) return { options: complete({}, readLib), fileName, problems: [error].filter(isOfOptions) };
  const { options, errors } = ts.parseJsonSourceFileConfigFileContent(
    ts.parseJsonText(fileName, text),
    {
      useCaseSensitiveFileNames: true,
      fileExists: (name) => files.has(name),
      readFile: (name) => (files.has(name) ? files.document(name).getText() : undefined),
      // Which files there are the editor says.
      readDirectory: () => [],
    },
    "/",
    undefined,
    fileName,
  );
  return { options: complete(options, readLib), fileName, problems: errors.filter(isOfOptions) };
}

/** "The 'files' list is empty" and "No inputs were found". */
const NO_FILES = new Set([18002, 18003]);

/** Those below 2000 are of syntax, and the server for JSON says the same. */
const isOfOptions = ({ code }: ts.Diagnostic) => code >= 2000 && !NO_FILES.has(code);

function complete(wanted: ts.CompilerOptions, readLib: ReadLib): ts.CompilerOptions {
  const lib = wanted.lib?.filter((name) => readLib(name) !== undefined) ?? [];
  return { ...WISHES, ...wanted, ...FACTS, lib: [...(lib.length > 0 ? lib : (WISHES.lib ?? [])), RUNNER_TYPES] };
}
