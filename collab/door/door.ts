/**
 * What stands before Hocuspocus on each socket. A frame is counted before anything of it is read, then waits for its
 * user's turn. While somebody has too much waiting, or has taken more than their share, their sockets are not read:
 * nothing is dropped, nobody is shut out, and nothing grows. Frames that no client has to send go no further, and a
 * socket that does not read what it was sent is ended.
 */
import type { connectedPayload, Extension, Hocuspocus } from "@hocuspocus/server";
import type { Accounts } from "./budgets.ts";
import { GuardedSocket, type GuardMetrics } from "./guarded-socket.ts";
import type { NodeSocket } from "./node-socket.ts";
import type { Places } from "./places.ts";
import { Turns } from "./turns.ts";
import type { UsualFrames } from "./usual-frames.ts";
import type { Traffic } from "../traffic.ts";

export type DoorOptions = {
  accounts: Accounts;
  places: Places;
  usualFrames: UsualFrames;
  traffic: Traffic;
  metrics: GuardMetrics;
};

export class Door implements Extension {
  extensionName = "door";
  private readonly options: DoorOptions;
  private readonly turns = new Turns();
  private readonly sockets = new WeakMap<Request, GuardedSocket>();

  constructor(options: DoorOptions) {
    this.options = options;
  }

  /** There is no hook before a frame is read, so we wrap the one function that each socket passes through. */
  async onConfigure({ instance }: { instance: Hocuspocus }) {
    const handleConnection = instance.handleConnection.bind(instance);
    instance.handleConnection = (webSocket, request, context) => {
      const client = handleConnection(webSocket, request, context);
      const { handleMessage, handleClose } = client;
      const socket = new GuardedSocket(webSocket as unknown as NodeSocket, {
        turns: this.turns,
        account: this.options.accounts.ofCookie(request.headers.get("cookie")),
        usualFrames: this.options.usualFrames,
        traffic: this.options.traffic,
        metrics: this.options.metrics,
        deliver: handleMessage,
      });
      this.sockets.set(request, socket);
      client.handleMessage = (frame) => socket.receive(frame);
      client.handleClose = (event) => {
        socket.leave();
        this.options.places.leave(request);
        handleClose.call(client, event);
      };
      return client;
    };
  }

  /** Now it is known whose socket it is. */
  signedIn(request: Request, userId: string, signIn: string): void {
    this.sockets.get(request)?.moveTo(this.options.accounts.ofUser(userId, signIn));
  }

  /** Must come before other hooks: frames are let through from here on. */
  async connected({ connection }: connectedPayload) {
    this.sockets.get(connection.request)?.enter(connection);
  }
}
