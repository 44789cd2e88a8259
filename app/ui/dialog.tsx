import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { isComposing } from "./is-composing.ts";
import { commonWords } from "../words/common.ts";

type Props = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: string;
  children: ReactNode;
};

/**
 * A layer above the page that traps the focus and gives it back; a sheet from below on phones.
 * A field with `data-first` has the focus first: `autoFocus` would take it before we know to whom to give it back.
 */
export function Dialog({ isOpen, onClose, title, description, children }: Props) {
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(10_10_20/0.4)]" />
        <Radix.Content
          {...(!description && { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            const first = (event.currentTarget as HTMLElement).querySelector<HTMLElement>("[data-first]");
            if (!first) return;
            event.preventDefault();
            first.focus();
          }}
          // Escape gives up a candidate first, and the dialog when there is none.
          onEscapeKeyDown={(event) => isComposing(event) && event.preventDefault()}
          // Radix gives it back to a trigger of its own alone.
          onCloseAutoFocus={() => opener.current instanceof HTMLElement && opener.current.focus()}
          className="fixed top-1/2 left-1/2 z-50 max-h-[88dvh] w-[min(480px,calc(100vw-24px))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded border border-ink-3 bg-ink-0 p-5 text-base text-ink-9 shadow-layer max-md:top-auto max-md:bottom-[calc(12px+env(safe-area-inset-bottom))] max-md:translate-y-0"
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <div className="min-w-0 wrap-anywhere">
              <Radix.Title className="text-base">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-sm text-ink-7">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label={commonWords.close}
              className="-m-1.5 rounded p-1.5 text-ink-7 hover:bg-ink-2 hover:text-ink-10 max-md:-m-2.5 max-md:p-3.5"
            >
              <X size={16} />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
