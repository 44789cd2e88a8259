import { useMayEdit } from "../connection/use-access.ts";
import { useIsPhone, useReading } from "../layout-context.tsx";
import { usePane } from "./editor-context.tsx";

const signs = ["{", "}", "(", ")", "[", "]", "=", ";", '"', "<", ">", "/"];
const commands = [
  { label: "Tab", command: "tab" },
  { label: "Undo", command: "undo" },
  { label: "Redo", command: "redo" },
] as const;

/** Keys and commands that are hard to reach on a phone's keyboard. Touching a key keeps the focus in the editor. */
export function KeyRow() {
  const pane = usePane();
  const isPhone = useIsPhone();
  const { isReading } = useReading();
  const mayEdit = useMayEdit();
  if (!isPhone || isReading || !mayEdit) return null;
  const key = "h-11 min-w-11 shrink-0 px-3 font-mono text-base text-ink-9 active:bg-ink-3";
  return (
    <div
      role="toolbar"
      aria-label="Keys"
      className="scrollbar-none flex shrink-0 overflow-x-auto border-t border-ink-3 bg-ink-1"
      onPointerDown={(event) => event.preventDefault()}
    >
      {commands.map(({ label, command }) => (
        <button
          key={command}
          type="button"
          className={`${key} font-sans text-sm`}
          onClick={() => pane?.commands.trigger(command)}
        >
          {label}
        </button>
      ))}
      {signs.map((sign) => (
        <button key={sign} type="button" className={key} onClick={() => pane?.commands.type(sign)}>
          {sign}
        </button>
      ))}
    </div>
  );
}
