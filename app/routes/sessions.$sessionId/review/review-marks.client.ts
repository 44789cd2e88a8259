/**
 * The marks of a review in the open file: an icon in the gutter, on phones in place of the line's number, a squiggle
 * with its text, a line in the overview ruler. What a finding says is shown as it is: Monaco would read the hover of a
 * decoration as Markdown, but not that of a marker.
 */
import type { Severity } from "../../../../protocol/entities.ts";
import { monaco } from "../editor/monaco.client.ts";
import { onTap } from "../editor/on-tap.client.ts";

export type Mark = {
  id: string;
  fileId: string;
  severity: Severity;
  title: string;
  message: string;
  startLine: number;
  endLine: number;
  isChanged: boolean;
  isSelected: boolean;
};

type Open = { fileId: string; model: monaco.editor.ITextModel };

const OWNER = "review";
const look = (severity: Severity, isChanged: boolean) => `finding-${severity}${isChanged ? " finding-changed" : ""}`;
const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
};

export class ReviewMarks {
  private readonly decorations: monaco.editor.IEditorDecorationsCollection;
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly onChosen: (id: string) => void;
  private readonly disposables: (() => void)[];
  private marks: Mark[] = [];
  /** Those that have a decoration, in the order of these. */
  private painted: Mark[] = [];
  private open: Open | undefined;

  /** `onChosen` gets the id of the finding whose icon was clicked. */
  constructor(element: HTMLElement, editor: monaco.editor.IStandaloneCodeEditor, onChosen: (id: string) => void) {
    this.editor = editor;
    this.onChosen = onChosen;
    this.decorations = editor.createDecorationsCollection();
    const listener = editor.onMouseDown(({ target }) => this.choose(target));
    const stopTaps = onTap(element, (x, y) => this.choose(editor.getTargetAtClientPoint(x, y)));
    this.disposables = [() => listener.dispose(), stopTaps];
  }

  /** Shows the marks of another file from now on. */
  setOpen(open: Open | undefined) {
    if (this.open && this.open.model !== open?.model && !this.open.model.isDisposed())
      monaco.editor.setModelMarkers(this.open.model, OWNER, []);
    this.open = open;
    this.paint();
  }

  set(marks: Mark[]) {
    this.marks = marks;
    this.paint();
  }

  dispose() {
    for (const dispose of this.disposables) dispose();
    this.set([]);
  }

  private choose(target: monaco.editor.IMouseTarget | null) {
    const { GUTTER_GLYPH_MARGIN, GUTTER_LINE_NUMBERS } = monaco.editor.MouseTargetType;
    const hasIcons = this.editor.getOption(monaco.editor.EditorOption.glyphMargin);
    if (target?.type !== (hasIcons ? GUTTER_GLYPH_MARGIN : GUTTER_LINE_NUMBERS)) return;
    const here = this.painted.filter(
      (_, nth) => this.decorations.getRange(nth)?.startLineNumber === target.position.lineNumber,
    );
    // Of several on one line each click takes the next.
    const mark = here[(here.findIndex(({ isSelected }) => isSelected) + 1) % here.length];
    if (mark) this.onChosen(mark.id);
  }

  /** Those of the open file; a text that shrinks is followed a moment later. */
  private here(): Mark[] {
    const { open } = this;
    return open
      ? this.marks.filter(({ fileId, endLine }) => fileId === open.fileId && endLine <= open.model.getLineCount())
      : [];
  }

  private paint() {
    const { open } = this;
    const marks = (this.painted = this.here());
    this.decorations.set(
      marks.map(({ severity, startLine, isChanged, isSelected }) => ({
        range: new monaco.Range(startLine, 1, startLine, 1),
        options: {
          isWholeLine: true,
          className: isSelected ? "finding-line" : undefined,
          glyphMarginClassName: `finding-glyph ${look(severity, isChanged)}`,
          lineNumberClassName: `finding-number ${look(severity, isChanged)}`,
          stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
        },
      })),
    );
    if (!open || open.model.isDisposed()) return;
    monaco.editor.setModelMarkers(
      open.model,
      OWNER,
      marks
        .filter(({ isChanged }) => !isChanged)
        .map(({ severity, title, message, startLine, endLine }) => ({
          severity: severities[severity],
          message: message ? `${title}\n${message}` : title,
          startLineNumber: startLine,
          startColumn: open.model.getLineFirstNonWhitespaceColumn(startLine) || 1,
          endLineNumber: endLine,
          endColumn: open.model.getLineMaxColumn(endLine),
        })),
    );
  }
}
