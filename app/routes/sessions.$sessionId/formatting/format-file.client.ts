/** Formats the open file, or what is selected in it, as one edit of what differs. Loaded when somebody asks for it. */
import type * as Y from "yjs";
import { listFiles } from "../../../../protocol/layout.ts";
import { toast } from "../../../ui/toast.ts";
import { formattingWords } from "../../../words/formatting.ts";
import { siteWords } from "../../../words/site.tsx";
import type { EditorPane } from "../editor/editor-pane.client.ts";
import { configNames } from "./format-config.ts";
import type { FormatKind } from "./format-kind.ts";
import { type Answer, format } from "./format-thread.client.ts";

/** Above this prettier takes longer than anybody waits. */
const MAX_CHARS = 500_000;
/** Others may write while the thread works: then it is done again, this often. */
const MAX_TRIES = 3;

type Options = {
  pane: EditorPane;
  ydoc: Y.Doc;
  file: { id: string; path: string; kind: FormatKind };
  /** False once this page may not write any more. */
  mayWrite: () => boolean;
};

let isWorking = false;

export async function formatFile(options: Options) {
  if (isWorking) return;
  isWorking = true;
  try {
    await tryToFormat(options);
  } finally {
    isWorking = false;
  }
}

async function tryToFormat({ pane, ydoc, file, mayWrite }: Options) {
  const words = formattingWords;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const text = pane.edits.textOf(file.id);
    if (text === undefined) return;
    if (text.length > MAX_CHARS) return void toast.error(words.tooLong(MAX_CHARS), { id: "format" });
    const model = pane.modelOf(file.id);
    const { insertSpaces, tabSize } = model?.getOptions() ?? { insertSpaces: true, tabSize: 2 };
    const answer = await format({
      kind: file.kind,
      path: file.path,
      text,
      // Another file may be shown by now.
      range: pane.editor.getModel() === model ? pane.selectedRange : undefined,
      indentation: { useTabs: !insertSpaces, tabWidth: tabSize },
      configs: listFiles(ydoc)
        .filter(({ path }) => configNames.includes(path.slice(path.lastIndexOf("/") + 1)))
        .map(({ path, text: config }) => ({ path, text: config.toString() })),
    });
    if (!mayWrite()) return;
    if ("problem" in answer) return void toast.error(sentence(answer), { id: "format" });
    // What was formatted is never put in the place of another text.
    if (pane.edits.textOf(file.id) !== text) continue;
    if (answer.text === text) toast(words.already, { id: "format" });
    else pane.edits.replaceText(file.id, answer.text);
    return;
  }
  toast.error(words.changing, { id: "format" });
}

function sentence(answer: Exclude<Answer, { text: string }>): string {
  const words = formattingWords;
  if (answer.problem === "config") return words.badConfig(answer.path);
  if (answer.problem === "too-slow") return words.tooSlow;
  if (answer.problem === "not-loaded") return siteWords.notLoaded;
  return answer.line ? words.badLine(answer.line) : words.badText;
}
