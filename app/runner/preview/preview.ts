/**
 * Shows a page of the session in its frame (app/runner/preview/frame.js), which has given the port. People's code runs
 * in this very document: whatever it does to what is here, it does to its own preview.
 */
import { OutputBuffer } from "../output-buffer.ts";
import { makeConsole } from "../javascript/console.ts";
import { describeError, ownFrames } from "../javascript/stack.ts";
import { type Files, fileAt, pathOf, typeOf } from "./addresses.ts";
import { LoopGuard } from "./loop-guard.ts";
import type { FromPreview, ToPreview } from "./messages.ts";
import { composePage, pageAt } from "./page.ts";
import { LOOP, NAME } from "./scripts.ts";
import { MemoryStorage } from "./memory-storage.ts";

declare const port: MessagePort;

const SCROLL_MS = 200;
const MAX_TITLE_CHARS = 200;

// Kept before people's code comes, which may put anything in their place.
const post = port.postMessage.bind(port) as (message: FromPreview) => void;
const { createObjectURL } = URL;
const fetchElsewhere = fetch;

port.addEventListener("message", ({ data }: MessageEvent<ToPreview>) => {
  if (data.type === "show") show(data);
});

function show({ entry, files: list, scrolledTo }: Extract<ToPreview, { type: "show" }>) {
  const files: Files = new Map(list.map((file) => [file.path, file]));
  const paths: ReadonlySet<string> = new Set(files.keys());
  const pathsByUrl = new Map<string, string>();
  const output = new OutputBuffer((pieces) => post({ type: "output", pieces }));
  const write = (kind: "out" | "err", text: string) => output.add({ kind, text });
  const complain = (text: string) => write("err", `${text}\n`);
  const makeUrl = (text: string, type: string, path?: string) => {
    const url = createObjectURL(new Blob([text], { type }));
    if (path !== undefined) pathsByUrl.set(url, path);
    return url;
  };

  // Takes away the listeners that were there before; those of the page come after.
  document.open();
  const page = composePage(list, entry, makeUrl, complain);
  const guard = new LoopGuard(() => post({ type: "looped" }));
  const says = (name: string) => (text: unknown) => complain(`${name}: ${String(text ?? "")}`);
  const stands: Record<string, unknown> = {
    console: makeConsole(write),
    // They would hold up the page around this one.
    alert: says("alert"),
    confirm: (text: unknown) => (says("confirm")(text), false),
    prompt: (text: unknown) => (says("prompt")(text), null),
    // An origin that nobody has can keep nothing.
    localStorage: new MemoryStorage(),
    sessionStorage: new MemoryStorage(),
    fetch: fetchFile,
    [LOOP]: guard.turn,
    [NAME]: (specifier: unknown, from: string) => page.nameModule(String(specifier), from),
  };
  for (const [name, value] of Object.entries(stands))
    Object.defineProperty(window, name, { value, configurable: true, writable: true });

  // Whoever types into the code goes on with it while this is loaded again.
  for (const { prototype } of [HTMLElement, SVGElement, MathMLElement]) {
    const { focus } = prototype;
    prototype.focus = function (options) {
      if (document.hasFocus()) focus.call(this, options);
    };
  }

  addEventListener("error", ({ error, message, filename, lineno }: ErrorEvent) => {
    // Those of elements that could not be loaded have their own sentence.
    if (!message || [...page.missing].some((name) => SAYS_UNRESOLVED.test(message) && message.includes(name))) return;
    // Where the script could not even be read there is no stack that says it.
    const path = pathsByUrl.get(filename);
    const isPlaced = ownFrames(error, paths).length > 0;
    const said = error === undefined || error === null ? message : describeError(error, paths);
    complain(isPlaced || path === undefined ? said : `${said}\n    at ${path}:${lineno}`);
  });
  addEventListener("unhandledrejection", ({ reason }) => complain(describeError(reason, paths)));
  document.addEventListener("securitypolicyviolation", refused);
  addEventListener("click", follow);
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented) complain("A form was sent, which a preview cannot do.");
  });
  watchScrolling();
  const tellTitle = () => post({ type: "title", title: document.title.slice(0, MAX_TITLE_CHARS) });
  document.addEventListener("DOMContentLoaded", tellTitle);
  addEventListener("load", () => {
    tellTitle();
    if (scrolledTo > 0) scrollTo(0, scrolledTo);
  });
  document.write(page.html);
  document.close();

  const told = new Set<string>();
  /** What lies outside the session: one sentence for each address. */
  function refused({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) {
    if (told.has(blockedURI) || told.size >= MAX_REFUSALS) return;
    told.add(blockedURI);
    const own = ownPath(blockedURI);
    if (effectiveDirective === "frame-src") complain("Not shown: a frame, of which a preview has none.");
    else if (own !== undefined) complain(`There is no file "${own}" in this session that could be loaded here.`);
    else if (effectiveDirective === "form-action")
      complain(`A form cannot be sent from a preview, here to ${blockedURI}`);
    else complain(`Not loaded: ${blockedURI} is outside of this session, and a preview has no network.`);
  }

  /** Links lead to other pages of the session, and nowhere else. */
  function follow(event: MouseEvent) {
    const [target] = event.composedPath();
    const link = target instanceof Element ? target.closest("a[href], area[href]") : null;
    const address = link?.getAttribute("href") ?? "";
    if (event.defaultPrevented || !link || /^\s*javascript:/i.test(address) || address.trim() === "") return;
    event.preventDefault();
    // Otherwise it would be a step that Back takes back before it leaves the session.
    if (/^\s*#/.test(address)) return location.replace(address);
    const path = pageAt(files, address, entry);
    if (path !== undefined) return post({ type: "wants", path });
    complain(
      pathOf(address) === undefined
        ? `Not opened: ${address} is outside of this session.`
        : `There is no page "${address}" in this session.`,
    );
  }

  /** Files of the session as a server would answer them. */
  async function fetchFile(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const address = input instanceof Request ? input.url : String(input);
    const path = fileAt(files, ownPath(address) ?? address, entry);
    const file = path === undefined ? undefined : files.get(path);
    if (file) return new Response(file.content, { headers: { "Content-Type": typeOf(file.path) } });
    return fetchElsewhere(input, init);
  }

  function watchScrolling() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    addEventListener("scroll", () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        post({ type: "scrolled", to: scrollY });
      }, SCROLL_MS);
    });
  }
}

const MAX_REFUSALS = 100;
/** What browsers say of an import that leads nowhere. */
const SAYS_UNRESOLVED = /(?:Failed to resolve|Error resolving) module specifier|was a bare specifier/;

/** The path of an address as it would be on the server that has answered this frame. */
function ownPath(address: string): string | undefined {
  if (!/^https?:/.test(address)) return;
  const url = new URL(address);
  return url.origin === new URL(location.href).origin ? pathOf(url.pathname.slice(1)) : undefined;
}
