import { Dialog } from "../../../ui/dialog.tsx";
import { useDialog } from "../layout-context.tsx";

const keys: [string, string][] = [
  ["F1", "Command palette"],
  ["Ctrl/Cmd + F", "Find; with H, replace"],
  ["Ctrl/Cmd + D", "Add the next occurrence"],
  ["Alt + Click", "Add a caret"],
  ["Ctrl/Cmd + /", "Toggle comment"],
  ["Alt + ↑ ↓", "Move the lines"],
  ["Ctrl/Cmd + Z", "Undo what you wrote yourself"],
  ["Ctrl + M", "Toggle whether Tab leaves the editor"],
  ["↑", "In an empty chat field: change your last message"],
  ["F6", "Next part of the page: code, panel, header"],
  ["Esc", "Close what is on top; stop following"],
  ["?", "Show this list, outside a text field"],
];

export function KeysDialog() {
  const { isOpen, setOpen } = useDialog("keys");
  return (
    <Dialog open={isOpen} onOpenChange={setOpen} title="Keyboard shortcuts">
      <dl className="divide-y divide-ink-3 text-sm">
        {keys.map(([key, what]) => (
          <div key={key} className="flex items-center justify-between gap-4 py-1.5">
            <dt className="text-ink-8">{what}</dt>
            <dd className="shrink-0 font-mono text-xs text-ink-10">{key}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
