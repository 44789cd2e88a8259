/**
 * The languages that a session or a file may have; the ids are Monaco's. A leaf but for its words: the browser and the
 * server import it.
 */
import { languageWords } from "./words/languages.ts";

export type Language = {
  id: string;
  label: string;
  /** Without the dot; the first is given to new files. */
  extensions: readonly [string, ...string[]];
  /** Whole file names that mean this language, in lower case. */
  fileNames?: readonly string[];
};

export const languages = [
  {
    id: "plaintext",
    /** No name, but words: read whenever it is shown. */
    get label() {
      return languageWords.plainText;
    },
    extensions: ["txt", "text", "log"],
  },
  { id: "typescript", label: "TypeScript", extensions: ["ts", "tsx", "mts", "cts"] },
  { id: "javascript", label: "JavaScript", extensions: ["js", "jsx", "mjs", "cjs"] },
  { id: "python", label: "Python", extensions: ["py", "pyw", "pyi"] },
  { id: "go", label: "Go", extensions: ["go"] },
  { id: "rust", label: "Rust", extensions: ["rs"] },
  { id: "java", label: "Java", extensions: ["java"] },
  { id: "c", label: "C", extensions: ["c", "h"] },
  { id: "cpp", label: "C++", extensions: ["cpp", "cc", "cxx", "hpp", "hh", "hxx"] },
  { id: "csharp", label: "C#", extensions: ["cs", "csx"] },
  { id: "ruby", label: "Ruby", extensions: ["rb", "rake", "gemspec"], fileNames: ["gemfile", "rakefile"] },
  { id: "php", label: "PHP", extensions: ["php", "phtml"] },
  { id: "swift", label: "Swift", extensions: ["swift"] },
  { id: "kotlin", label: "Kotlin", extensions: ["kt", "kts"] },
  { id: "scala", label: "Scala", extensions: ["scala", "sc", "sbt"] },
  { id: "dart", label: "Dart", extensions: ["dart"] },
  { id: "elixir", label: "Elixir", extensions: ["ex", "exs"] },
  { id: "clojure", label: "Clojure", extensions: ["clj", "cljs", "cljc", "edn"] },
  { id: "fsharp", label: "F#", extensions: ["fs", "fsi", "fsx"] },
  { id: "julia", label: "Julia", extensions: ["jl"] },
  { id: "r", label: "R", extensions: ["r", "rprofile"] },
  { id: "perl", label: "Perl", extensions: ["pl", "pm"] },
  { id: "lua", label: "Lua", extensions: ["lua"] },
  { id: "objective-c", label: "Objective-C", extensions: ["m", "mm"] },
  { id: "shell", label: "Shell", extensions: ["sh", "bash", "zsh"], fileNames: [".bashrc", ".zshrc", ".profile"] },
  { id: "powershell", label: "PowerShell", extensions: ["ps1", "psm1", "psd1"] },
  { id: "bat", label: "Batch", extensions: ["bat", "cmd"] },
  { id: "sql", label: "SQL", extensions: ["sql"] },
  { id: "html", label: "HTML", extensions: ["html", "htm", "xhtml"] },
  { id: "css", label: "CSS", extensions: ["css"] },
  { id: "scss", label: "SCSS", extensions: ["scss"] },
  { id: "less", label: "Less", extensions: ["less"] },
  {
    id: "json",
    label: "JSON",
    extensions: ["json", "jsonc", "map", "webmanifest"],
    fileNames: [".babelrc", ".eslintrc"],
  },
  { id: "yaml", label: "YAML", extensions: ["yaml", "yml"] },
  { id: "xml", label: "XML", extensions: ["xml", "xsd", "xsl", "svg", "csproj"] },
  {
    id: "ini",
    label: "INI",
    extensions: ["ini", "cfg", "conf", "properties", "toml"],
    fileNames: [".editorconfig", ".gitconfig", ".npmrc"],
  },
  { id: "markdown", label: "Markdown", extensions: ["md", "markdown", "mdx"] },
  { id: "dockerfile", label: "Dockerfile", extensions: ["dockerfile"], fileNames: ["dockerfile", "containerfile"] },
  { id: "graphql", label: "GraphQL", extensions: ["graphql", "gql"] },
  { id: "proto", label: "Protocol Buffers", extensions: ["proto"] },
  { id: "hcl", label: "Terraform", extensions: ["tf", "tfvars", "hcl"] },
  { id: "sol", label: "Solidity", extensions: ["sol"] },
] as const satisfies readonly Language[];

export type LanguageId = (typeof languages)[number]["id"];

const byId = new Map<string, Language>(languages.map((language) => [language.id, language]));
const byExtension = new Map<string, LanguageId>();
const byFileName = new Map<string, LanguageId>();
for (const language of languages) {
  for (const extension of language.extensions) byExtension.set(extension, language.id);
  for (const fileName of "fileNames" in language ? language.fileNames : []) byFileName.set(fileName, language.id);
}

export const isLanguage = (id: string): id is LanguageId => byId.has(id);

/** What people call a language; an id that is not ours is shown as it is. */
export const languageLabel = (id: string) => byId.get(id)?.label ?? id;

/** The language of a file, by its name; plain text where the name says nothing. */
export function languageOf(path: string): LanguageId {
  const fileName = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return (
    byFileName.get(fileName) ??
    // Dockerfile.dev and its like.
    (fileName.startsWith("dockerfile.") ? "dockerfile" : undefined) ??
    (fileName.includes(".") ? byExtension.get(fileName.slice(fileName.lastIndexOf(".") + 1)) : undefined) ??
    "plaintext"
  );
}

/** The name of a first file in a language: `main.py`, `Dockerfile`. */
export function defaultPath(id: string): string {
  const language = byId.get(id);
  if (!language || id === "plaintext") return "notes.txt";
  if (id === "dockerfile") return "Dockerfile";
  if (id === "markdown") return "README.md";
  if (id === "html") return "index.html";
  return `main.${language.extensions[0]}`;
}

/** The languages that can be checked without an AI. */
export const checkedLanguages = ["javascript", "typescript"];
