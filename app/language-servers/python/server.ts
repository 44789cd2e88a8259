/**
 * basedpyright, as a server like the others. Its script makes of the worker that it is loaded into a server that posts
 * to the page: so what it posts, and what it is posted, goes through here first.
 */
import { firstSuggestions, Messages, type Message } from "./messages.ts";
import { toServerUri } from "./uris.ts";

/** A worker's global object; `app` is basedpyright's own, see docs/decisions/021. */
export type Scope = Pick<EventTarget, "addEventListener" | "dispatchEvent"> & {
  postMessage: (message: unknown, transfer?: Transferable[]) => void;
  reportError: (error: unknown) => void;
  app?: Pyright;
};

type Pyright = {
  convertLspUriStringToUri(uri: string): unknown;
  fs: { readFileSync(uri: unknown, encoding: "utf8"): string };
};

/** What is posted to basedpyright alone. */
class Passed extends MessageEvent<unknown> {}

/** `load` runs basedpyright's script in this worker, `analyzer` in another: that one looks for errors. */
export function servePython(scope: Scope, load: () => Promise<unknown>, analyzer: () => Pick<Worker, "postMessage">) {
  const messages = new Messages();
  let isWarm = false;
  const toPage = scope.postMessage.bind(scope);
  const pass = (data: unknown) => scope.dispatchEvent(new Passed("message", { data }));

  scope.postMessage = (message) => {
    if (isNewWorker(message)) {
      const { initialData, port } = message;
      analyzer().postMessage({ type: "browser/boot", mode: "background", initialData, port }, [port]);
      return;
    }
    const passed = messages.toPage(message as Message);
    if (!passed) return;
    toPage(passed);
    if (isWarm || passed.method !== "textDocument/publishDiagnostics") return;
    isWarm = true;
    pass(firstSuggestions((passed.params as { uri: string }).uri));
  };

  const loaded = load().then(() => pass({ type: "browser/boot", mode: "foreground" }));
  // The page hears that nothing will come of it: what only a promise knows it is not told.
  loaded.catch((error: unknown) => scope.reportError(error));
  scope.addEventListener("message", (event) => {
    if (event instanceof Passed) return;
    event.stopImmediatePropagation();
    const { data } = event as MessageEvent<Message>;
    // In their order: what is posted while the script loads waits for it.
    const answer = () => {
      if (data.method !== "tandem/libText") return messages.toServer(data).forEach(pass);
      const { uri } = data.params as { uri: string };
      toPage({ jsonrpc: "2.0", id: data.id, result: { text: libText(scope.app, uri) } });
    };
    loaded.then(answer, () => {});
  });
}

type NewWorker = { type: "browser/newWorker"; initialData: unknown; port: MessagePort };

const isNewWorker = (message: unknown): message is NewWorker =>
  typeof message === "object" && message !== null && "type" in message && message.type === "browser/newWorker";

function libText(pyright: Pyright | undefined, uri: string): string | null {
  if (!pyright || !uri.startsWith("lib:///")) return null;
  try {
    return pyright.fs.readFileSync(pyright.convertLspUriStringToUri(toServerUri(uri)), "utf8");
  } catch {
    return null;
  }
}
