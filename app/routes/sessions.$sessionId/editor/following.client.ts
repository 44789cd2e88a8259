/**
 * Goes to people's carets, and keeps the caret of a followed person in view until this page's own user does something.
 */
import type { Collab } from "../connection/collab.client.ts";
import type { Carets } from "./carets.client.ts";
import { monaco } from "./monaco.client.ts";
import type { ShownFile } from "./shown-file.client.ts";

type Options = {
  element: HTMLElement;
  editor: monaco.editor.IStandaloneCodeEditor;
  collab: Collab;
  carets: Carets;
  shown: ShownFile;
  /** True while an edit of somebody else is being applied. */
  isTakingOthers: () => boolean;
  /** The person whose caret is to be shown is in another file. */
  onFileWanted: (fileId: string) => void;
  onEnded: () => void;
};

export class Following {
  private readonly options: Options;
  private readonly disposables: (() => void)[];
  /** The connection that is followed. */
  private followed: number | undefined;
  /** The connection whose caret is to be revealed as soon as it is painted. */
  private wanted: number | undefined;

  constructor(options: Options) {
    this.options = options;
    const { element, editor, isTakingOthers } = options;
    const stop = () => this.follow(undefined);
    const listeners = [
      editor.onMouseDown(stop),
      editor.onDidChangeModelContent(() => !isTakingOthers() && stop()),
      editor.onKeyDown((event) => {
        if (event.keyCode === monaco.KeyCode.Escape) stop();
      }),
    ];
    const ownMoves = ["wheel", "touchstart"];
    for (const move of ownMoves) element.addEventListener(move, stop, { passive: true });
    this.disposables = [
      ...listeners.map((listener) => () => listener.dispose()),
      () => ownMoves.forEach((move) => element.removeEventListener(move, stop)),
    ];
  }

  /** Reveals somebody's caret, in whichever file it is. */
  jumpTo(clientId: number) {
    const { collab, shown, onFileWanted } = this.options;
    const peer = collab.peers.find((candidate) => candidate.clientId === clientId);
    if (!peer?.file) return;
    this.wanted = clientId;
    if (peer.file !== shown.id) onFileWanted(peer.file);
    else this.reveal();
  }

  /** Keeps somebody's caret in view; undefined stops. */
  follow(clientId: number | undefined) {
    if (this.followed === clientId) return;
    this.followed = clientId;
    if (clientId === undefined) this.options.onEnded();
    else this.jumpTo(clientId);
  }

  /** To be called when carets have been painted: somebody may have moved, or left. */
  painted() {
    const followed = this.options.collab.peers.find(({ clientId }) => clientId === this.followed);
    if (this.followed !== undefined && !followed) return this.follow(undefined);
    if (followed) this.jumpTo(followed.clientId);
    else if (this.wanted !== undefined) this.reveal();
  }

  dispose() {
    for (const dispose of this.disposables) dispose();
  }

  private reveal() {
    const { carets, editor } = this.options;
    const position = this.wanted === undefined ? undefined : carets.positionOf(this.wanted);
    if (!position) return;
    this.wanted = undefined;
    editor.revealPositionInCenterIfOutsideViewport(position);
  }
}
