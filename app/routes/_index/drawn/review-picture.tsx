import { CircleX } from "lucide-react";
import { drawnWords } from "../../../words/drawn.ts";
import { CodeLines, Picture } from "./code.tsx";
import { cart } from "./sample-code.tsx";

const Button = ({ children, isQuiet = false }: { children: string; isQuiet?: boolean }) => (
  <span
    className={`flex h-7 items-center rounded px-2.5 ${isQuiet ? "text-ink-8" : "border border-ink-4 text-ink-10"}`}
  >
    {children}
  </span>
);

/** A finding at its line, and opened in the panel beside it. */
export const ReviewPicture = () => (
  <Picture label={drawnWords.review.label}>
    <CodeLines lines={cart.lines} from={12} marked={{ line: 14, sign: <CircleX size={14} className="text-red" /> }} />
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-3 border-t border-ink-3 bg-ink-1 p-3.5 sm:grid-cols-2">
      <div className="flex gap-2.5">
        <CircleX size={15} className="mt-0.5 shrink-0 text-red" />
        <div>
          <p className="font-semibold text-ink-10">{drawnWords.review.title}</p>
          <p className="text-xs text-ink-7 tabular-nums">{drawnWords.review.place(cart.path)}</p>
          <p className="mt-2 text-ink-9">{drawnWords.review.reason}</p>
        </div>
      </div>
      <div>
        <p
          translate="no"
          dir="ltr"
          className="overflow-hidden rounded border border-ink-3 bg-ink-0 py-1 font-mono text-xs leading-4.5 whitespace-pre"
        >
          <span className="block bg-red-tint px-1.5 text-red">{cart.before}</span>
          <span className="block bg-green-tint px-1.5 text-green">{cart.after}</span>
        </p>
        <div className="mt-3 flex gap-2">
          <Button>{drawnWords.review.apply}</Button>
          <Button>{drawnWords.review.dismiss}</Button>
          <Button isQuiet>{drawnWords.review.discuss}</Button>
        </div>
      </div>
    </div>
  </Picture>
);
