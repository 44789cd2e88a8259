import type { Peer } from "../connection/peers.client.ts";
import { monaco } from "./monaco.client.ts";

/** How long a flag stays after its caret moved, or the pointer was near it. */
const FLAG_MS = 2_000;
const FLAG_HEIGHT_PX = 18;

/** A caret is a bar with the name of its person on a flag: shown after activity, and when the pointer is near. */
export class CaretWidget implements monaco.editor.IContentWidget {
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly id: string;
  private readonly node = document.createElement("div");
  private readonly flag = document.createElement("span");
  private position: monaco.Position | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: monaco.editor.IStandaloneCodeEditor, key: string) {
    this.editor = editor;
    this.id = `caret.${key}`;
    this.node.className = "peer-caret";
    this.node.ariaHidden = "true";
    this.flag.className = "peer-flag";
    this.node.append(this.flag);
    editor.addContentWidget(this);
  }

  getId = () => this.id;
  getDomNode = () => this.node;
  getPosition = () =>
    this.position
      ? { position: this.position, preference: [monaco.editor.ContentWidgetPositionPreference.EXACT] }
      : null;

  show({ user }: Peer, position: monaco.Position, color: string) {
    const moved = !this.position?.equals(position);
    this.position = position;
    this.node.style.setProperty("--peer", color);
    this.node.style.height = `${this.editor.getOption(monaco.editor.EditorOption.lineHeight)}px`;
    this.flag.textContent = user.name;
    this.place();
    this.editor.layoutContentWidget(this);
    if (moved) this.raise();
  }

  hover(position: monaco.Position) {
    const here = this.position;
    if (here && here.lineNumber === position.lineNumber && Math.abs(here.column - position.column) <= 1) this.raise();
  }

  remove() {
    clearTimeout(this.timer);
    this.editor.removeContentWidget(this);
  }

  private raise() {
    this.node.dataset.active = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => delete this.node.dataset.active, FLAG_MS);
  }

  /** Keeps the flag inside the editor: below the caret on the first line shown, to its left at the right edge. */
  private place() {
    if (!this.position) return;
    const at = this.editor.getScrolledVisiblePosition(this.position);
    const { width, verticalScrollbarWidth } = this.editor.getLayoutInfo();
    const flagWidth = this.flag.offsetWidth;
    this.node.toggleAttribute("data-below", Boolean(at && at.top < FLAG_HEIGHT_PX));
    this.node.toggleAttribute("data-leftward", Boolean(at && at.left + flagWidth > width - verticalScrollbarWidth));
  }
}
