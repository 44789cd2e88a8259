import { FileX } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../../../ui/button.tsx";
import { filesWords } from "../../../words/files.ts";
import type { GoneFile } from "./use-chosen-file.ts";

type Props = {
  file: GoneFile;
  /** Undefined for those who may not. */
  onBringBack: (() => void) | undefined;
  /** Undefined where there is no other. */
  onOpenAnother: (() => void) | undefined;
};

/** In the editor's place, when the open file was deleted by somebody else. Keys that are still typed go nowhere. */
export function FileGone({ file, onBringBack, onOpenAnother }: Props) {
  const words = filesWords.gone;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The editor had the focus. A button must not get it: the next space would press it.
    if (document.activeElement === document.body) element.current?.focus();
  }, []);
  return (
    <div
      ref={element}
      tabIndex={-1}
      role="alert"
      // Keys of the page, such as ?, must not work either.
      data-takes-keys
      className="absolute inset-0 z-10 flex flex-col items-center justify-center gap-3 bg-ink-0 p-6 text-center outline-none"
    >
      <FileX size={28} aria-hidden="true" className="text-ink-7" />
      <p className="max-w-full text-base break-words text-ink-10">
        {file.by ? words.deletedBy(file.label, file.by) : words.deleted(file.label)}
      </p>
      <p className="max-w-96 text-sm text-ink-7">{onBringBack ? words.mayBringBack : words.mayNot}</p>
      <div className="flex flex-wrap justify-center gap-2">
        {onOpenAnother && <Button onClick={onOpenAnother}>{words.openAnother}</Button>}
        {onBringBack && <Button onClick={onBringBack}>{words.bringBack}</Button>}
      </div>
    </div>
  );
}
