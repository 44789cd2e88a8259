/**
 * The session's scripts as a browser runs them: types taken out, imports by names of ours, which an import map leads to
 * the modules (so that they may import each other in a cycle), and every loop watched. Each line stays where it was.
 */
import { type Node, parse } from "acorn";
import { transform, type Transform } from "sucrase";
import { sayWhere } from "../javascript/modules.ts";
import { resolveFile } from "../javascript/resolve-file.ts";
import type { RunFile } from "../messages.ts";
import { fileAt, type Files, pathOf } from "./addresses.ts";
import { type Edit, edited } from "./markup.ts";
import type { Complain } from "./page.ts";

/** What our names of modules begin with. */
const MODULE = "tandem:/";
/** What a loop calls each time round, and what an import calls whose name is computed. */
export const LOOP = "tandemLoop";
export const NAME = "tandemModule";

export const moduleName = (path: string): string => MODULE + encodeURI(path);

type Compiled = { code: string; imports: string[]; hasComputed: boolean };

export class Scripts {
  private readonly files: Files;
  private readonly complain: Complain;
  /** Imports that lead nowhere: it has been said of each. */
  readonly missing = new Set<string>();
  /** As an import map of the page says it: names to addresses. */
  private readonly names: Record<string, string>;

  constructor(files: Files, names: Record<string, string>, complain: Complain) {
    this.files = files;
    this.names = names;
    this.complain = complain;
  }

  /** All modules that some scripts need, by their paths. */
  modules(imported: Iterable<string>, all: boolean): Map<string, string> {
    const modules = new Map<string, string>();
    const wanted = [...imported];
    let takesAll = all;
    for (;;) {
      if (takesAll) wanted.push(...[...this.files.keys()].filter(isModule));
      takesAll = false;
      const path = wanted.pop();
      if (path === undefined) return modules;
      const file = this.files.get(path);
      if (!file || modules.has(path)) continue;
      const compiled = this.module(file);
      modules.set(path, named(compiled.code, path));
      wanted.push(...compiled.imports);
      // Whichever it means may be asked for later.
      if (compiled.hasComputed && !modules.has(COMPUTED)) {
        modules.set(COMPUTED, "");
        takesAll = true;
      }
    }
  }

  /** A script that stands in a file, `line` lines below its beginning. */
  compile(source: string, path: string, kind: "script" | "module", line = 1): Compiled {
    const padded = "\n".repeat(line - 1) + source;
    try {
      return this.rewritten(withoutTypes(padded, path), path, kind);
    } catch (error) {
      this.complain(error instanceof TypeMistake ? error.message : String(error));
      return { code: "", imports: [], hasComputed: false };
    }
  }

  /** What the module is called that is imported by this name in a file; undefined where there is none. */
  find(specifier: string, from: string): string | undefined {
    if (/^\.{0,2}\//.test(specifier)) return fileAt(this.files, specifier, from);
    const prefix = Object.keys(this.names).find(
      (name) => name === specifier || (name.endsWith("/") && specifier.startsWith(name)),
    );
    const address = prefix === undefined ? undefined : `${this.names[prefix]}${specifier.slice(prefix.length)}`;
    return address && pathOf(address) ? resolveFile(this.files, address, "") : undefined;
  }

  private module({ path, content }: RunFile): Compiled {
    const other = { imports: [], hasComputed: false };
    if (path.endsWith(".json")) return { code: `export default ${content.trim() || "{}"};`, ...other };
    if (path.endsWith(".css"))
      return {
        code: `const sheet = new CSSStyleSheet(); sheet.replaceSync(${JSON.stringify(content)}); export default sheet;`,
        ...other,
      };
    return this.compile(content, path, "module");
  }

  private rewritten(code: string, path: string, kind: "script" | "module"): Compiled {
    let root: Node;
    try {
      root = parse(code, {
        ecmaVersion: "latest",
        sourceType: kind,
        allowHashBang: true,
        allowAwaitOutsideFunction: true,
      });
    } catch {
      // The browser says what is wrong with it, and where.
      return { code, imports: [], hasComputed: false };
    }
    const edits: Edit[] = [];
    const imports: string[] = [];
    let hasComputed = false;
    visit(root, (node) => {
      const { type, source, body } = node as Node & { source?: Literal | null; body?: Node };
      if (/^(?:Import|Export(?:All|Named))Declaration$/.test(type) && source) {
        const found = this.imported(source, path, code);
        if (found === undefined) return;
        imports.push(found);
        // Without the attributes: what comes is always a script.
        edits.push({ start: source.start, end: node.end, text: `${JSON.stringify(moduleName(found))};` });
      }
      if (type === "ImportExpression" && source) {
        if (typeof source.value === "string") {
          const found = this.imported(source, path, code);
          if (found === undefined) return;
          imports.push(found);
          edits.push({ start: source.start, end: node.end, text: `${JSON.stringify(moduleName(found))})` });
        } else {
          hasComputed = true;
          edits.push({ start: source.start, end: source.start, text: `${NAME}(` });
          edits.push({ start: source.end, end: source.end, text: `, ${JSON.stringify(path)})` });
        }
      }
      if (/^(?:While|DoWhile|For|ForIn|ForOf)Statement$/.test(type) && body) {
        const isBlock = body.type === "BlockStatement";
        const start = isBlock ? body.start + 1 : body.start;
        edits.push({ start, end: start, text: `${isBlock ? "" : "{"}${LOOP}();` });
        if (!isBlock) edits.push({ start: body.end, end: body.end, text: "}" });
      }
    });
    return { code: edited(code, edits), imports, hasComputed };
  }

  private imported({ value: specifier, start }: Literal, path: string, code: string): string | undefined {
    if (typeof specifier !== "string") return;
    const found = this.find(specifier, path);
    if (found !== undefined || /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(specifier)) return found;
    const where = `${path}:${code.slice(0, start).split("\n").length}`;
    const what = /^\.{0,2}\//.test(specifier)
      ? `There is no file "${specifier}".`
      : `There is no package "${specifier}" here: a page may import the session's files, by names that begin with ./ or ../`;
    this.missing.add(specifier);
    this.complain(`${where}: ${what}`);
    return;
  }
}

type Literal = Node & { value?: unknown };

/** Stands among the modules for those whose names are computed. */
const COMPUTED = "";

const isModule = (path: string) => /\.(?:[cm]?[jt]sx?|json)$/.test(path) && !/\.d\.[cm]?ts$/.test(path);

/** So that errors name the file. */
export const named = (code: string, path: string): string => `${code}\n//# sourceURL=${encodeURI(path)}`;

/** A mistake that was found while types were taken out; says where. */
class TypeMistake extends Error {}

function withoutTypes(source: string, path: string): string {
  const transforms: Transform[] = [];
  if (/\.[cm]?tsx?$/.test(path)) transforms.push("typescript");
  if (/\.[jt]sx$/.test(path)) transforms.push("jsx");
  if (transforms.length === 0) return source;
  const options = { transforms, production: true, disableESTransforms: true, jsxRuntime: "classic" } as const;
  try {
    return transform(source, { ...options, filePath: path }).code;
  } catch (error) {
    throw new TypeMistake(`SyntaxError: ${sayWhere(path, error instanceof Error ? error.message : String(error))}`);
  }
}

/** Calls `look` with each node of a program, those around others first. */
function visit(node: Node, look: (node: Node) => void) {
  look(node);
  for (const value of Object.values(node) as unknown[])
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) visit(child, look);
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string" && "start" in value;
