import { Check, Copy } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { copyText } from "../../../ui/copy-text.ts";
import { toast } from "../../../ui/toast.ts";
import { chatWords } from "../../../words/chat.ts";
import { usePane } from "../editor/editor-context.tsx";

/** How long the button says that it has copied. */
const COPIED_MS = 2_000;

/** Fenced code, in colours once the editor is there, where the word behind the fence is a language that it knows. */
export function CodeBlock({ text, info }: { text: string; info: string }) {
  const colored = useColored(text, info);
  const [isCopied, setIsCopied] = useState(false);
  async function copy() {
    if (await copyText(text)) setIsCopied(true);
    else toast.error(chatWords.code.cannotCopy);
    setTimeout(() => setIsCopied(false), COPIED_MS);
  }
  const look = "overflow-x-auto p-2 font-mono text-xs leading-4.5 whitespace-pre focus-visible:-outline-offset-2";
  return (
    <figure className="group/code relative my-1 overflow-hidden rounded border border-ink-3 bg-ink-0">
      <figcaption
        title={info || undefined}
        className={`h-5.5 items-center border-b border-ink-3 bg-ink-1 ps-2 pe-16 text-xs text-ink-7 pointer-coarse:flex pointer-coarse:h-11 ${info ? "flex" : "hidden"}`}
      >
        <span translate={info ? "no" : undefined} className="truncate">
          {info || chatWords.code.label}
        </span>
      </figcaption>
      {colored === undefined ? (
        <pre dir="ltr" translate="no" tabIndex={0} className={look}>
          {text}
        </pre>
      ) : (
        // Monaco writes the text as text, and gives its classes to it.
        <pre dir="ltr" translate="no" tabIndex={0} className={look} dangerouslySetInnerHTML={{ __html: colored }} />
      )}
      <button
        type="button"
        onClick={() => void copy()}
        aria-label={isCopied ? chatWords.code.copied : chatWords.code.copy}
        title={chatWords.code.copy}
        className="absolute end-0 top-0 flex h-5.5 items-center gap-1 rounded-es bg-ink-1 px-1.5 text-xs text-ink-8 opacity-0 group-focus-within/code:opacity-100 group-hover/code:opacity-100 hover:text-ink-10 pointer-coarse:size-11 pointer-coarse:justify-center pointer-coarse:opacity-100"
      >
        {isCopied ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
      </button>
    </figure>
  );
}

/** Each theme numbers its colours anew. The editor was told of it first, since its observer is older. */
function subscribeTheme(listener: () => void) {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** The code as HTML with Monaco's colours; undefined before it is there, and for what it does not know. */
function useColored(text: string, info: string): string | undefined {
  const hasEditor = usePane() !== undefined;
  const [colored, setColored] = useState<{ text: string; html: string }>();
  const name = /^[\w+#.-]+/.exec(info)?.[0].toLowerCase();
  const theme = useSyncExternalStore(
    subscribeTheme,
    () => document.documentElement.dataset.theme,
    () => undefined,
  );
  useEffect(() => {
    if (!hasEditor || !name) return;
    let isCurrent = true;
    import("./colorize.client.ts")
      .then(({ colorize }) => colorize(text, name))
      .then(
        (html) => isCurrent && html !== undefined && setColored({ text, html }),
        // It stays as it is.
        () => {},
      );
    return () => {
      isCurrent = false;
    };
  }, [hasEditor, text, name, theme]);
  return colored?.text === text ? colored.html : undefined;
}
