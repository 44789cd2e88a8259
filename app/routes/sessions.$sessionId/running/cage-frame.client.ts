const PING_MS = 1_000;
/** A frame that says nothing for so long is out of memory, or gone. */
const SILENCE_MS = 3_000;

type Options = {
  /** The page in it, as the server of this very build answers it. */
  src: string;
  sandbox: string;
  /** Whether what the frame says is of known form; only such shows that it is there. */
  onMessage: (data: unknown) => boolean;
  /** It does not answer any more, or never has, and has been removed. */
  onSilent: (hasAnswered: boolean) => void;
};

/** A frame with an origin that nothing else has, a port into it, and whether it still answers. */
export class CageFrame {
  /** The frame has the port; what was sent before is kept for it. */
  readonly opened: Promise<void>;
  private readonly element: HTMLIFrameElement;
  private readonly port: MessagePort;
  private readonly options: Options;
  private readonly pings: ReturnType<typeof setInterval>;
  private hasAnswered = false;
  private heardAt = performance.now();
  private pingedAt = this.heardAt;

  /** `element` is not in any document yet, and comes into `place`. */
  constructor(element: HTMLIFrameElement, place: Element, options: Options) {
    this.element = element;
    this.options = options;
    element.setAttribute("sandbox", options.sandbox);
    element.src = `${options.src}?v=${import.meta.env.FRAMES_VERSION ?? ""}`;
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.onmessage = ({ data }) => {
      if (!options.onMessage(data)) return;
      this.hasAnswered = true;
      this.heardAt = performance.now();
    };
    this.pings = setInterval(() => this.ping(), PING_MS);
    this.opened = new Promise((resolve) => {
      const handOver = () => {
        // An origin that is nobody's cannot be named; the frame can hold nothing else at first.
        element.contentWindow?.postMessage(undefined, "*", [port2]);
        resolve();
      };
      element.addEventListener("load", handOver, { once: true });
      place.append(element);
    });
  }

  send(message: unknown, transfer: Transferable[] = []) {
    this.port.postMessage(message, transfer);
  }

  remove() {
    clearInterval(this.pings);
    this.element.remove();
    this.port.close();
  }

  private ping() {
    const now = performance.now();
    // A page that was hidden for a while, or was busy itself, has not listened either.
    if (document.visibilityState === "hidden" || now - this.pingedAt > 2 * PING_MS) this.heardAt = now;
    this.pingedAt = now;
    if (now - this.heardAt > SILENCE_MS) {
      this.remove();
      this.options.onSilent(this.hasAnswered);
    } else this.send({ type: "ping" });
  }
}
