/**
 * Whether something is being composed with an input method, in any browser; a composition that stands still is ended.
 */
import { monaco } from "./monaco.client.ts";
import type { Lines } from "./text-binding.client.ts";

/** How long others' edits of the line wait for somebody who is choosing between candidates. */
const STANDSTILL_MS = 10_000;

export class Composition {
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly onEnd: () => void;
  private readonly disposables: (() => void)[];
  private isOn = false;
  private isWaiting = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: monaco.editor.IStandaloneCodeEditor, onEnd: () => void) {
    this.editor = editor;
    this.onEnd = onEnd;
    const onHidden = () => document.hidden && this.end();
    document.addEventListener("visibilitychange", onHidden);
    const listeners = [
      editor.onDidCompositionStart(() => (this.isOn = true)),
      editor.onDidCompositionEnd(() => this.ended()),
      // Whatever a browser does then, it composes nothing here any more.
      editor.onDidBlurEditorText(() => this.ended()),
      editor.onDidChangeModel(() => this.ended()),
    ];
    this.disposables = [
      ...listeners.map((listener) => () => listener.dispose()),
      () => document.removeEventListener("visibilitychange", onHidden),
    ];
  }

  /** The lines in which it happens. */
  get lines(): Lines | undefined {
    const selections = this.isOn ? this.editor.getSelections() : null;
    if (!selections) return;
    return {
      first: Math.min(...selections.map(({ startLineNumber }) => startLineNumber)),
      last: Math.max(...selections.map(({ endLineNumber }) => endLineNumber)),
    };
  }

  /** Notes whether edits wait for the composition to end. */
  setWaiting(isWaiting: boolean) {
    if (isWaiting === this.isWaiting) return;
    this.isWaiting = isWaiting;
    this.goesOn();
  }

  /** To be called when the composition changes: the wait begins anew. */
  goesOn() {
    clearTimeout(this.timer);
    if (this.isWaiting) this.timer = setTimeout(this.end, STANDSTILL_MS);
  }

  /** Ends the composition with what has been composed so far. The only way to end it is to take the focus away. */
  readonly end = () => {
    if (!this.isOn) return;
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement) activeElement.blur();
    this.ended();
    if (!document.hidden) this.editor.focus();
  };

  dispose() {
    clearTimeout(this.timer);
    for (const dispose of this.disposables) dispose();
  }

  private ended() {
    if (!this.isOn) return;
    this.isOn = false;
    this.onEnd();
  }
}
