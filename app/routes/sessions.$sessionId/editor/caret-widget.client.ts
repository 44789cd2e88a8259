import type { Peer } from "../connection/peers.ts";
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
  /** How far the flag is moved sideways from the caret, to be in view as a whole. */
  private shiftPx = 0;
  /** The width of the text's part of the editor. */
  private roomPx = 0;
  private readonly coveredPx: () => number;
  /** Of the name that it has; undefined until it is measured. */
  private flagWidth: number | undefined;
  private height: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `coveredPx` gives how much of the text is covered by the lines that stick to the top. */
  constructor(editor: monaco.editor.IStandaloneCodeEditor, key: string, coveredPx: () => number) {
    this.editor = editor;
    this.coveredPx = coveredPx;
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

  /** Takes over where somebody's caret is. */
  set({ user }: Peer, position: monaco.Position, color: string) {
    if (this.color !== color) this.node.style.setProperty("--peer", (this.color = color));
    if (this.flag.textContent !== user.name) {
      this.flag.textContent = user.name;
      this.flagWidth = undefined;
    }
    if (this.position?.equals(position)) return;
    this.position = position;
    this.editor.layoutContentWidget(this);
    this.raise();
  }

  /** Monaco need not measure it. */
  beforeRender() {
    const height = this.editor.getOption(monaco.editor.EditorOption.lineHeight);
    if (this.height !== height) this.node.style.height = `${(this.height = height)}px`;
    return { width: 2, height };
  }

  /**
   * Moves the flag to where it has room: below the caret on the first line shown, and sideways as far as it must be at
   * the left and the right edge.
   */
  afterRender(_preference: unknown, at: monaco.editor.IContentWidgetRenderedCoordinate | null) {
    if (!at) return;
    const { width, contentLeft, verticalScrollbarWidth } = this.editor.getLayoutInfo();
    const roomPx = width - verticalScrollbarWidth - contentLeft;
    if (this.roomPx !== roomPx) {
      this.roomPx = roomPx;
      this.node.style.setProperty("--room", `${roomPx}px`);
      this.flagWidth = undefined;
    }
    // Nothing is measured of what is not shown: then it is measured again.
    this.flagWidth ||= this.flag.offsetWidth;
    const left = at.left - this.editor.getScrollLeft();
    const shiftPx = Math.max(-left, Math.min(0, roomPx - this.flagWidth - left));
    this.node.toggleAttribute("data-below", at.top - this.coveredPx() < FLAG_HEIGHT_PX);
    if (this.shiftPx === shiftPx) return;
    this.shiftPx = shiftPx;
    this.node.toggleAttribute("data-shifted", shiftPx !== 0);
    this.node.style.setProperty("--shift", `${shiftPx}px`);
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
