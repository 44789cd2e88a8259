/**
 * One editor and a distant writer in one page, with our binding or with plain y-monaco: what the first must do, the
 * second is seen not to do.
 */
import { MonacoBinding } from "y-monaco";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { EditorPane } from "../../../app/routes/sessions.$sessionId/editor/editor-pane.client.ts";
import type { Collab } from "../../../app/routes/sessions.$sessionId/connection/collab.client.ts";
import type { Peer } from "../../../app/routes/sessions.$sessionId/connection/peers.ts";
import { monaco } from "../../../app/routes/sessions.$sessionId/editor/monaco.client.ts";
import { addFile, findFile } from "../../../protocol/layout.ts";

const FILE = "file";

export type Bench = ReturnType<typeof open>;

export function open(kind: "ours" | "plain", content: string) {
  const distant = new Y.Doc();
  addFile(distant, { id: FILE, path: "a.ts", language: "typescript", content });
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(distant), "distant");
  ydoc.on("update", (update: Uint8Array, origin) => origin !== "distant" && Y.applyUpdate(distant, update, "page"));
  distant.on("update", (update: Uint8Array, origin) => origin !== "page" && Y.applyUpdate(ydoc, update, "distant"));
  const element = document.getElementById("editor");
  const text = findFile(ydoc, FILE)?.text;
  const theirs = findFile(distant, FILE)?.text;
  if (!element || !text || !theirs) throw new Error("The page is not complete.");
  const sides = { element, ydoc, text };
  const { editor, published, leave, run, vim } = kind === "ours" ? openOurs(sides) : openPlain(sides);
  editor.focus();
  let hasLeft = false;
  return {
    editor,
    leave() {
      if (!hasLeft) leave();
      hasLeft = true;
    },
    /** One of the commands that the editor gives to the palette. */
    run,
    /** Switches Vim's keys on, or off again; `said` gathers modes and what was asked of the page. */
    vim,
    published: () => published.length,
    text: () => text.toString(),
    model: () => editor.getModel()?.getValue() ?? "",
    insert: (index: number, what: string) => theirs.insert(index, what),
    remove: (index: number, length: number) => theirs.delete(index, length),
    select: (offsets: number[]) =>
      editor.setSelections(
        offsets.map((offset) => {
          const at = editor.getModel()?.getPositionAt(offset) ?? { lineNumber: 1, column: 1 };
          return new monaco.Selection(at.lineNumber, at.column, at.lineNumber, at.column);
        }),
      ),
    selected: () =>
      (editor.getSelections() ?? []).map((selection) => {
        const at = (position: monaco.Position) => editor.getModel()?.getOffsetAt(position);
        return [at(selection.getSelectionStart()), at(selection.getPosition())];
      }),
    carets: () =>
      (editor.getSelections() ?? []).map((selection) => editor.getModel()?.getOffsetAt(selection.getPosition())),
    decorations: () =>
      document.querySelectorAll(".peer-caret, .peer-selection, .yRemoteSelection, .yRemoteSelectionHead").length,
  };
}

type Sides = { element: HTMLElement; ydoc: Y.Doc; text: Y.Text };

function openOurs({ element, ydoc }: Sides) {
  const published: unknown[] = [];
  const listeners = new Set<() => void>();
  const peers: Peer[] = [];
  const collab = {
    ydoc,
    peers,
    isApplyingRemote: false,
    subscribe: () => () => {},
    publish: (presence: unknown) => published.push(presence),
    onPeers(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  ydoc.on("beforeTransaction", ({ local }) => (collab.isApplyingRemote = !local));
  ydoc.on("afterTransaction", () => (collab.isApplyingRemote = false));
  const pane = new EditorPane(element, collab as unknown as Collab, {
    onCursor() {},
    onOffScreen() {},
    onFileWanted() {},
    onFollowEnded() {},
    onFinding() {},
  });
  pane.showFile(FILE);
  const run = (label: string) =>
    pane.commands
      .list()
      .find((command) => command.label === label)
      ?.run();
  let stopVim: (() => void) | undefined;
  const vim = (isOn: boolean, said: string[] = []) => {
    const line = document.getElementById("line");
    if (!isOn || !line) return stopVim?.();
    stopVim = pane.startVim(line, {
      onMode: (name) => said.push(name),
      onSave: () => said.push(":w"),
      onClose: () => said.push(":q"),
    });
  };
  return { editor: pane.editor, published, leave: () => pane.dispose(), run, vim };
}

function openPlain({ element, ydoc, text }: Sides) {
  const published: unknown[] = [];
  const model = monaco.editor.createModel("", "typescript");
  const editor = monaco.editor.create(element, { model });
  const awareness = new Awareness(ydoc);
  const binding = new MonacoBinding(text, model, new Set([editor]), awareness);
  awareness.on("update", () => published.push(awareness.getLocalState()));
  return { editor, published, leave: () => binding.destroy(), run: (_label: string) => {}, vim() {} };
}

Object.assign(window, { open });
