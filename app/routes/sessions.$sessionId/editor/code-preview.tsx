import { editorWords } from "../../../words/editor.ts";
import { direction } from "../../../words/locale.ts";

/**
 * The text as the server had it, readable before Monaco is there; same type, lines and gutter, so that nothing jumps.
 */
export function CodePreview({ text, isWhole }: { text: string; isWhole: boolean }) {
  const numbers = text.split("\n").map((_, index) => index + 1);
  return (
    <div
      role="region"
      dir="ltr"
      aria-label={editorWords.codeWhileLoading}
      tabIndex={0}
      className="absolute inset-0 overflow-auto bg-ink-0 py-2 font-mono text-sm leading-5 max-md:text-lg max-md:leading-6.25"
    >
      <div className="flex min-w-max">
        <div
          aria-hidden="true"
          className="w-[52px] shrink-0 pr-[14px] text-right whitespace-pre text-ink-6 select-none max-md:w-[61px] max-md:pointer-coarse:w-[30px] max-md:pointer-coarse:pr-1.5 max-md:pointer-coarse:text-sm max-md:pointer-coarse:leading-[inherit]"
        >
          {numbers.join("\n")}
        </div>
        <pre translate="no" className="pr-6">
          {text}
        </pre>
      </div>
      {!isWhole && (
        <p dir={direction()} className="px-4 pt-2 text-ink-7">
          {editorWords.restWithEditor}
        </p>
      )}
    </div>
  );
}
