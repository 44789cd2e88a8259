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
  private color: string | undefined;
  private hasMoved = false;
  private isBelow = false;
  /** How far the flag is moved sideways from the caret, to be in view as a whole. */
  private shiftPx = 0;
  /** The width of the text's part of the editor. */
  private roomPx = 0;
  /** Of the name that it has; undefined until it is measured. */
  private flagWidth: number | undefined;
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

  /** Takes over where somebody's caret is; `measure` and `draw` show it. */
  set({ user }: Peer, position: monaco.Position, color: string) {
    this.hasMoved = !this.position?.equals(position);
    this.position = position;
    if (this.color !== color) this.node.style.setProperty("--peer", (this.color = color));
    if (this.flag.textContent === user.name) return;
    this.flag.textContent = user.name;
    this.flagWidth = undefined;
  }

  /**
   * Looks where the flag has room: below the caret on the first line shown, and moved as far as it must be at the left
   * and the right edge. Monaco draws what has been changed before it answers, so all carets are measured before one of
   * them is drawn. `coveredPx` of the text are covered by the lines that stick to the top.
   */
  measure(coveredPx: number) {
    const at = this.position && this.editor.getScrolledVisiblePosition(this.position);
    const { contentLeft, width, verticalScrollbarWidth } = this.editor.getLayoutInfo();
    const right = width - verticalScrollbarWidth;
    if (this.roomPx !== right - contentLeft) {
      this.roomPx = right - contentLeft;
      this.node.style.setProperty("--room", `${this.roomPx}px`);
      this.flagWidth = undefined;
    }
    // Nothing is measured of what is not shown: then it is measured again.
    this.flagWidth ||= this.flag.offsetWidth;
    this.isBelow = Boolean(at && at.top - coveredPx < FLAG_HEIGHT_PX);
    this.shiftPx = at ? Math.max(contentLeft - at.left, Math.min(0, right - this.flagWidth - at.left)) : 0;
  }

  draw() {
    this.node.style.height = `${this.editor.getOption(monaco.editor.EditorOption.lineHeight)}px`;
    this.node.toggleAttribute("data-below", this.isBelow);
    this.node.toggleAttribute("data-shifted", this.shiftPx !== 0);
    this.node.style.setProperty("--shift", `${this.shiftPx}px`);
    this.editor.layoutContentWidget(this);
    if (this.hasMoved) this.raise();
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
}
