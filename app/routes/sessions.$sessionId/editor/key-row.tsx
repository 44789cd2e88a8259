import { commonWords } from "../../../words/common.ts";
import { editorWords } from "../../../words/editor.ts";
import { useMayEdit } from "../connection/use-access.ts";
import { useIsPhone, useReading } from "../layout-context.tsx";
import { usePane } from "./editor-context.tsx";
import { useScrollEdges } from "./use-scroll-edges.ts";

const signs = ["{", "}", "(", ")", "[", "]", "=", ";", '"', "<", ">", "/"];
const commands = ["tab", "undo", "redo"] as const;

/** At each width a part of a key stands at the edge, so that the row is seen to go on; none is narrower than 44 px. */
const keyWidth = "w-[calc(100cqw/5.7)] @min-[296px]:w-[calc(100cqw/6.7)] @min-[340px]:w-[calc(100cqw/7.7)]";
/** The row fades out where it goes on. */
const fades = {
  none: "",
  left: "mask-l-from-[calc(100%-24px)]",
  right: "mask-r-from-[calc(100%-24px)]",
  both: "mask-x-from-[calc(100%-24px)]",
};

/** Keys and commands that are hard to reach on a phone's keyboard. Touching a key keeps the focus in the editor. */
export function KeyRow() {
  const pane = usePane();
  const isPhone = useIsPhone();
  const { isReading, setIsReading } = useReading();
  const mayEdit = useMayEdit();
  const { ref, more } = useScrollEdges();
  if (!isPhone || isReading || !mayEdit) return null;
  const labels = { tab: editorWords.tab, undo: commonWords.undo, redo: commonWords.redo };
  const key = `h-11 shrink-0 text-ink-9 active:bg-ink-3 focus-visible:-outline-offset-2 ${keyWidth}`;
  return (
    <div
      role="toolbar"
      aria-label={editorWords.keys}
      className="flex shrink-0 border-t border-ink-3 bg-ink-1"
      onPointerDown={(event) => event.preventDefault()}
    >
      <div className="@container min-w-0 grow">
        <div ref={ref} dir="ltr" data-more={more} className={`scrollbar-none flex overflow-x-auto ${fades[more]}`}>
          {commands.map((command) => (
            <button
              key={command}
              type="button"
              className={`${key} text-sm`}
              onClick={() => pane?.commands.trigger(command)}
            >
              {labels[command]}
            </button>
          ))}
          {signs.map((sign) => (
            <button
              key={sign}
              type="button"
              className={`${key} font-mono text-base`}
              onClick={() => pane?.commands.type(sign)}
            >
              {sign}
            </button>
          ))}
        </div>
      </div>
      <button
        type="button"
        className="h-11 shrink-0 border-s border-ink-3 px-3.5 font-semibold text-ink-10 active:bg-ink-3 focus-visible:-outline-offset-2"
        onClick={() => setIsReading(true)}
      >
        {editorWords.done}
      </button>
    </div>
  );
}
