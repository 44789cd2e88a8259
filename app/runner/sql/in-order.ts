import type { Job, RunFile } from "../messages.ts";

/** What people call the files that make tables, and those that fill them: they come before what asks for that. */
const FIRST = [/schema|tables?\b|setup|init\b/i, /data\b|seeds?\b|fixtures?\b/i];

/** Whichever file is open: by what it is for, then as people number them, 2 before 10. */
export function inOrder({ entry, files }: Job): RunFile[] {
  const { compare } = new Intl.Collator("en", { numeric: true });
  const rankOf = (path: string) => {
    const rank = FIRST.findIndex((names) => names.test(path));
    return rank < 0 ? FIRST.length : rank;
  };
  return files
    .filter(({ path }) => path === entry || path.toLowerCase().endsWith(".sql"))
    .sort((a, b) => rankOf(a.path) - rankOf(b.path) || compare(a.path, b.path));
}
