import { type KeyboardEvent, type MouseEvent, useRef } from "react";
import { useCommandLayers } from "../../../commands/use-commands.ts";
import { ContextMenu, MenuItem, MenuSeparator, useContextMenu } from "../../../ui/menu.tsx";
import { editorWords } from "../../../words/editor.ts";
import type { EditorPane } from "./editor-pane.client.ts";

/** What the code's element hands its menu. Fields of the editor's own layers keep the browser's. */
export function useCodeMenu(pane: EditorPane | undefined) {
  const menu = useContextMenu();
  return {
    menu,
    onContextMenu(event: MouseEvent<HTMLElement>) {
      if ((event.target as Element).closest("input, textarea:not(.inputarea), .find-widget")) return;
      if (pane) putCaretAt(pane.editor, event.clientX, event.clientY);
      menu.onContextMenu(event);
    },
    /** Browsers would open it at a corner of the editor, and Monaco takes the keys of some. */
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      const isWanted = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
      if (!isWanted || !pane?.editor.hasTextFocus()) return;
      event.preventDefault();
      menu.onContextMenu({
        nativeEvent: new window.MouseEvent("contextmenu", {
          ...belowCaret(pane.editor),
          bubbles: true,
          cancelable: true,
        }),
      });
    },
  };
}

type Editor = EditorPane["editor"];

/** What is selected stays so where the press is in it. */
function putCaretAt(editor: Editor, x: number, y: number) {
  const { position } = editor.getTargetAtClientPoint(x, y) ?? {};
  editor.focus();
  if (position && !editor.getSelection()?.containsPosition(position)) editor.setPosition(position);
}

function belowCaret(editor: Editor): { clientX: number; clientY: number } {
  const position = editor.getPosition();
  if (position) editor.revealPosition(position);
  const caret = position && editor.getScrolledVisiblePosition(position);
  const { left = 0, top = 0 } = editor.getDomNode()?.getBoundingClientRect() ?? {};
  return { clientX: left + (caret?.left ?? 0), clientY: top + (caret ? caret.top + caret.height : 0) };
}

type Props = { menu: ReturnType<typeof useContextMenu>; pane: EditorPane };

/** What can be done at the caret, or with what is selected: by the right mouse button, the menu key or a long touch. */
export function CodeMenu({ menu, pane }: Props) {
  const chosen = useRef<() => void>();
  return (
    <ContextMenu
      menu={menu}
      aria-label={editorWords.code}
      // What was chosen finds the focus where it was: in the code.
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        pane.focus();
        chosen.current?.();
        chosen.current = undefined;
      }}
    >
      <Lines pane={pane} onChoose={(run) => (chosen.current = run)} />
    </ContextMenu>
  );
}

/** Made when the menu opens: what can be done depends on where the caret is. */
function Lines({ pane, onChoose }: { pane: EditorPane; onChoose: (run: () => void) => void }) {
  const { openPalette } = useCommandLayers();
  return (
    <>
      {pane.commands.menu().map((lines) => (
        <div key={lines[0]?.label} className="contents">
          {lines.map(({ label, key, run }) => (
            <MenuItem key={label} onSelect={() => onChoose(run)}>
              {label}
              {key && <Key>{key}</Key>}
            </MenuItem>
          ))}
          <MenuSeparator />
        </div>
      ))}
      <MenuItem onSelect={() => onChoose(() => openPalette("all"))}>
        {editorWords.menu.allCommands}
        <Key>F1</Key>
      </MenuItem>
    </>
  );
}

const Key = ({ children }: { children: string }) => (
  <kbd translate="no" dir="ltr" className="ms-auto ps-6 font-sans text-xs text-ink-7 pointer-coarse:hidden">
    {children}
  </kbd>
);
