/** Errors as people wrote their code: without the frames of whoever runs it. */
import { inspect } from "node-inspect-extracted";

/** `at add (src/util.ts:3:5)` of Chromium and Safari's `add@src/util.ts:3:5`, which is Firefox' as well. */
const FRAME = /^\s*at (?:(.*?) \()?(.+?):(\d+):\d+\)?$|^(.*?)@(.+?):(\d+):\d+$/;

/** Without a column: what runs is not quite what people wrote, but on the same lines. */
export type Frame = { name: string; path: string; line: number };

/** The frames of an error's stack that are in one of these files. */
export function ownFrames(error: unknown, paths: ReadonlySet<string>): Frame[] {
  const stack = error instanceof Error && typeof error.stack === "string" ? error.stack : "";
  return stack.split("\n").flatMap((text) => {
    const found = FRAME.exec(text);
    if (!found) return [];
    const [, v8Name, v8Path, v8Line, name, path, line] = found;
    const frame = {
      name: v8Name ?? name ?? "",
      path: fileOf(v8Path ?? path ?? ""),
      line: Number(v8Line ?? line),
    };
    return paths.has(frame.path) ? [frame] : [];
  });
}

/** Firefox names what was evaluated within it, too: `blob:… line 9 > eval line 1 > eval`. */
const fileOf = (path: string) => decodeURI(path.replace(/ line \d+ > (?:eval|Function).*$/, "").replace(/^async /, ""));

/** How an error that nobody caught is shown: its name and text, its own frames, and its cause. */
export function describeError(error: unknown, paths: ReadonlySet<string>): string {
  if (!(error instanceof Error)) return `Uncaught ${inspect(error)}`;
  const said = error.message ? `${error.name}: ${error.message}` : error.name;
  const frames = ownFrames(error, paths).map(({ name, path, line }) => {
    const where = `${path}:${line}`;
    // A module is a function of ours, whose name says nothing.
    const shown = name.replace(/^(?:async )?(?:Object\.)?(?:eval|<anonymous>)?$/, "");
    return `    at ${shown ? `${shown} (${where})` : where}`;
  });
  const cause = error.cause === undefined ? [] : [`Caused by: ${describeError(error.cause, paths)}`];
  return [said, ...frames, ...cause].join("\n");
}
