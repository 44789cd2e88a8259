/**
 * Goes to people's carets, and keeps the caret of a followed person in view until this page's own user does something,
 * or the person has left. It is the person who is followed, in whichever tab they are and however often they connect.
 */
import { filesOf } from "../../../../protocol/layout.ts";
import type { Collab } from "../connection/collab.client.ts";
import { lastUsed, type Peer } from "../connection/peers.ts";
import type { Carets } from "./carets.client.ts";
import { monaco } from "./monaco.client.ts";
import type { ShownFile } from "./shown-file.client.ts";

/** Who loads the page again, or has lost the network for a moment, comes back by another connection. */
const GONE_MS = 10_000;

/** Why nobody is followed any more: this page's user did something, or the person has left. */
export type FollowEnd = "stopped" | "left";

type Options = {
  element: HTMLElement;
  editor: monaco.editor.IStandaloneCodeEditor;
  collab: Collab;
  carets: Carets;
  shown: ShownFile;
  /** True while an edit of somebody else is being applied. */
  isTakingOthers: () => boolean;
  /** Whether Escape means something else now. */
  isEscapeTaken: () => boolean;
  /** The person whose caret is to be shown is in another file. */
  onFileWanted: (fileId: string) => void;
  onEnded: (how: FollowEnd) => void;
};

export class Following {
  private readonly options: Options;
  private readonly disposables: (() => void)[];
  /** The user who is followed. */
  private followed: string | undefined;
  /** The connection whose caret is to be revealed as soon as it is painted. */
  private wanted: number | undefined;
  /** Files that were asked for and are not shown yet. */
  private readonly asked = new Set<string>();
  /** Runs while the followed person is not seen. */
  private goneTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options) {
    this.options = options;
    const { element, editor, collab, isTakingOthers, isEscapeTaken } = options;
    const listeners = [
      editor.onMouseDown(this.stop),
      editor.onDidChangeModelContent(() => !isTakingOthers() && this.stop()),
      editor.onKeyDown((event) => {
        if (event.keyCode === monaco.KeyCode.Escape && !isEscapeTaken()) this.stop();
      }),
    ];
    const ownMoves = ["wheel", "touchstart"];
    for (const move of ownMoves) element.addEventListener(move, this.stop, { passive: true });
    this.disposables = [
      ...listeners.map((listener) => () => listener.dispose()),
      () => ownMoves.forEach((move) => element.removeEventListener(move, this.stop)),
      collab.subscribe(() => this.lookForFollowed()),
      () => clearTimeout(this.goneTimer),
    ];
  }

  /** Reveals the caret of a user, in the tab that they used last. Whoever else is followed is not any more. */
  jumpTo(userId: string) {
    if (userId !== this.followed) this.stop();
    const peer = this.peerOf(userId);
    if (peer) this.show(peer);
  }

  /** Reveals the caret of one connection. */
  jumpToCaret(clientId: number) {
    const peer = this.options.collab.peers.find((candidate) => candidate.clientId === clientId);
    if (!peer) return;
    if (peer.user.id !== this.followed) this.stop();
    this.show(peer);
  }

  /** Keeps a user's caret in view. */
  follow(userId: string) {
    if (this.followed === userId) return;
    this.forget();
    this.followed = userId;
    this.jumpTo(userId);
  }

  /** To be called when this page's own user goes somewhere. */
  readonly stop = () => this.end("stopped");

  /** To be called before a file is shown: one that was not asked for here was chosen by this page's own user. */
  willShow(fileId: string) {
    if (this.followed === undefined || this.asked.delete(fileId)) return;
    if (this.peerOf(this.followed)?.file !== fileId) this.stop();
  }

  /** To be called when carets have been painted: somebody may have moved, or left. */
  painted() {
    this.lookForFollowed();
    const followed = this.followed === undefined ? undefined : this.peerOf(this.followed);
    if (followed) this.show(followed);
    else this.reveal();
  }

  dispose() {
    this.stop();
    for (const dispose of this.disposables) dispose();
  }

  private peerOf(userId: string): Peer | undefined {
    return lastUsed(this.options.collab.peers).get(userId);
  }

  private show({ clientId, file }: Peer) {
    const { collab, shown, onFileWanted } = this.options;
    if (!file || !filesOf(collab.ydoc).has(file)) return;
    this.wanted = clientId;
    if (file === shown.id) return this.reveal();
    if (this.followed !== undefined) this.asked.add(file);
    onFileWanted(file);
  }

  private reveal() {
    const { carets, editor } = this.options;
    const position = this.wanted === undefined ? undefined : carets.positionOf(this.wanted);
    if (!position) return;
    this.wanted = undefined;
    editor.revealPositionInCenterIfOutsideViewport(position);
  }

  /** While this page itself has no connection, nobody is seen. */
  private lookForFollowed() {
    if (this.followed === undefined) return;
    const { connection, ending } = this.options.collab.state;
    if (ending) return this.stop();
    if (connection === "open" && !this.peerOf(this.followed)) {
      this.goneTimer ??= setTimeout(() => this.end("left"), GONE_MS);
      return;
    }
    clearTimeout(this.goneTimer);
    this.goneTimer = undefined;
  }

  private end(how: FollowEnd) {
    const wasFollowing = this.followed !== undefined;
    this.forget();
    if (wasFollowing) this.options.onEnded(how);
  }

  private forget() {
    this.followed = undefined;
    this.wanted = undefined;
    this.asked.clear();
    clearTimeout(this.goneTimer);
    this.goneTimer = undefined;
  }
}
