/**
 * Presence in the text: one's own selections to the others, and theirs painted here. Positions travel as Yjs relative
 * positions, so they mean the same character whatever was typed meanwhile.
 */
import * as Y from "yjs";
import { caretColors, currentColor } from "../../../../protocol/entities.ts";
import { MAX_SELECTIONS } from "../../../../protocol/limits.ts";
import type { Collab } from "../connection/collab.client.ts";
import type { Peer } from "../connection/peers.ts";
import { CaretWidget } from "./caret-widget.client.ts";
import { monaco } from "./monaco.client.ts";
import type { TextBinding } from "./text-binding.client.ts";

type Open = { fileId: string; binding: TextBinding };
/** The first caret of somebody in the open file. */
export type Caret = { peer: Peer; position: monaco.Position };

export class Carets {
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly collab: Collab;
  private readonly decorations: monaco.editor.IEditorDecorationsCollection;
  private readonly disposables: (() => void)[] = [];
  private readonly widgets = new Map<string, CaretWidget>();
  private open: Open | undefined;
  private isScheduled = false;
  private isDisposed = false;
  private frame = 0;
  private published = "";
  private carets: Caret[] = [];
  private readonly onPainted: (carets: Caret[]) => void;

  /**
   * While `isTakingOthers`, caret moves are not published. `onPainted` gets the first caret of everybody in the open
   * file, after each painting and when what is in view has changed.
   */
  constructor(
    editor: monaco.editor.IStandaloneCodeEditor,
    isTakingOthers: () => boolean,
    collab: Collab,
    onPainted: (carets: Caret[]) => void,
  ) {
    this.editor = editor;
    this.collab = collab;
    this.onPainted = onPainted;
    this.decorations = editor.createDecorationsCollection();
    const listeners = [
      editor.onDidChangeCursorSelection(() => {
        if (!isTakingOthers()) this.publish();
      }),
      editor.onDidChangeModelContent(() => this.schedule()),
      editor.onDidScrollChange(() => this.tellSoon()),
      editor.onDidLayoutChange(() => this.tellSoon()),
      editor.onMouseMove(({ target }) => this.showFlagAt(target.position)),
    ];
    this.disposables.push(
      ...listeners.map((listener) => () => listener.dispose()),
      collab.onPeers(() => this.schedule()),
    );
  }

  /** Shows and publishes carets in this file from now on. */
  setOpen(open: Open | undefined) {
    this.open = open;
    this.publish();
    this.schedule();
  }

  dispose() {
    this.setOpen(undefined);
    this.isDisposed = true;
    cancelAnimationFrame(this.frame);
    for (const dispose of this.disposables) dispose();
    for (const widget of this.widgets.values()) widget.remove();
    this.decorations.clear();
  }

  /** Where somebody's first caret is, if they are in the open file. */
  positionOf(clientId: number): monaco.Position | undefined {
    return this.carets.find(({ peer }) => peer.clientId === clientId)?.position;
  }

  /** Publishes what is selected here. */
  publish() {
    const { open, editor } = this;
    const selections = open
      ? (editor.getSelections() ?? []).slice(0, MAX_SELECTIONS).map((selection) => ({
          anchor: relativeAt(open, selection.getSelectionStart()),
          head: relativeAt(open, selection.getPosition()),
        }))
      : [];
    const presence = { file: open?.fileId ?? null, selections };
    const key = JSON.stringify(presence);
    if (key === this.published) return;
    this.published = key;
    this.collab.publish(presence);
  }

  /** Before Monaco draws what has changed, so that it draws once. */
  private schedule() {
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      if (!this.isDisposed) this.paint();
    });
  }

  private tellSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.onPainted(this.carets));
  }

  private paint() {
    const decorations: monaco.editor.IModelDeltaDecoration[] = [];
    const shown = new Set<string>();
    this.carets = [];
    const { open } = this;
    for (const peer of open ? this.collab.peers : []) {
      if (!open || peer.file !== open.fileId) continue;
      const color = colorOf(peer);
      peer.selections?.forEach((selection, nth) => {
        const anchor = absoluteAt(open, selection.anchor, this.collab.ydoc);
        const head = absoluteAt(open, selection.head, this.collab.ydoc);
        if (!anchor || !head) return;
        if (nth === 0) this.carets.push({ peer, position: head });
        const range = monaco.Range.fromPositions(
          ...(anchor.isBefore(head) ? ([anchor, head] as const) : ([head, anchor] as const)),
        );
        decorations.push({ range, options: selectionOptions(color) });
        const key = `${peer.clientId}.${nth}`;
        shown.add(key);
        let widget = this.widgets.get(key);
        if (!widget) this.widgets.set(key, (widget = new CaretWidget(this.editor, key, this.coveredPx)));
        widget.set(peer, head, caretColors[color] ?? caretColors[0]);
      });
    }
    for (const [key, widget] of this.widgets) {
      if (shown.has(key)) continue;
      widget.remove();
      this.widgets.delete(key);
    }
    this.decorations.set(decorations);
    this.onPainted(this.carets);
  }

  /** The height of the lines that stick to the top, as Monaco has set it. */
  private readonly coveredPx = () => {
    const style = this.editor.getDomNode()?.querySelector<HTMLElement>(".sticky-widget")?.style;
    return style && style.display !== "none" ? parseFloat(style.height) || 0 : 0;
  };

  private showFlagAt(position: monaco.Position | null) {
    if (!position) return;
    for (const widget of this.widgets.values()) widget.hover(position);
  }
}

/** Index of a person's colour; anything that is not one of ours is the first. */
function colorOf({ user }: Peer): number {
  return Math.max(
    0,
    caretColors.findIndex((color) => color === currentColor(user.color)),
  );
}

const options = new Map<number, monaco.editor.IModelDecorationOptions>();
function selectionOptions(color: number): monaco.editor.IModelDecorationOptions {
  let known = options.get(color);
  if (!known) {
    known = {
      className: `peer-selection peer-${color}`,
      stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
      overviewRuler: { color: caretColors[color] ?? caretColors[0], position: monaco.editor.OverviewRulerLane.Center },
    };
    options.set(color, known);
  }
  return known;
}

function relativeAt({ binding }: Open, position: monaco.IPosition): Record<string, unknown> {
  const relative = Y.createRelativePositionFromTypeIndex(
    binding.text,
    binding.toText(binding.model.getOffsetAt(position)),
  );
  // Which text it is in follows from the character that it is at.
  if (relative.item) relative.type = null;
  return Y.relativePositionToJSON(relative) as Record<string, unknown>;
}

function absoluteAt({ binding }: Open, json: unknown, ydoc: Y.Doc): monaco.Position | undefined {
  try {
    const absolute = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), ydoc);
    return absolute?.type === binding.text ? binding.model.getPositionAt(binding.toModel(absolute.index)) : undefined;
  } catch {
    // Positions come from other browsers: one that means nothing here is not shown.
    return undefined;
  }
}
