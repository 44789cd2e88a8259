/** Which of the session's files make a program in C or C++. */
import type { Job, RunFile } from "../messages.ts";

const C = /\.c$/i;
const CPP = /\.(?:cpp|cc|cxx)$/i;

/** The entry may have any name: then it is C++, which most of C is as well. */
export const isC = (path: string): boolean => C.test(path);

/**
 * All files of the language, C beside C++ too. Where several of them have a `main`, each is a program: the entry's is
 * what lies in its folder and below.
 */
export function sourcesOf({ entry, files }: Pick<Job, "entry" | "files">): RunFile[] {
  const isSource = isC(entry) ? isC : (path: string) => isC(path) || CPP.test(path);
  const sources = files.filter(({ path }) => path === entry || isSource(path));
  if (sources.filter(hasMain).length <= 1) return sources;
  const folder = entry.slice(0, entry.lastIndexOf("/") + 1);
  return sources.filter((file) => file.path === entry || (file.path.startsWith(folder) && !hasMain(file)));
}

const NO_CODE = /\/\/.*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"/g;
const hasMain = ({ content }: RunFile) => /\bmain\s*\([^)]*\)\s*\{/.test(content.replace(NO_CODE, " "));

/** The compiler's files have no way up: an include with one names its file from the root, in the same line. */
export function withoutWaysUp({ path, content }: RunFile): string {
  return content.replace(
    /^(\s*#\s*include\s*")([^"\n]*\.\.\/[^"\n]*)(?=")/gm,
    (_all, before: string, included: string) => {
      return `${before}${new URL(included, `file:///${path}`).pathname}`;
    },
  );
}
