import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { CodeLines, Key, Name, Num, Picture } from "./code.tsx";

/** At most 30 characters a line, as on the narrowest page. */
const code: ReactNode[] = [
  <>
    <Key>export function</Key> <Name>total</Name>(all) {"{"}
  </>,
  <>
    {"  "}
    <Key>let</Key> sum = <Num>0</Num>, n = all.length;
  </>,
  <>
    {"  "}
    <span className="underline decoration-red decoration-wavy underline-offset-3">
      <Key>for</Key> (<Key>let</Key> i = <Num>0</Num>; i {"<="} n; i++)
    </span>
  </>,
  "    sum += all[i].price;",
  <>
    {"  "}
    <Key>return</Key> sum;
  </>,
  "}",
];

const Button = ({ children, isQuiet = false }: { children: string; isQuiet?: boolean }) => (
  <span
    className={`flex h-7 items-center rounded px-2.5 font-medium ${isQuiet ? "text-ink-8" : "border border-ink-4 text-ink-10"}`}
  >
    {children}
  </span>
);

/** A finding at its line, and opened in the panel beside it. */
export const ReviewPicture = () => (
  <Picture label="A finding of a review. In the code, line 14 is underlined and has a sign in the margin. Below it the finding says: Error, reads one item too many, cart.js line 14. Beside that are the suggested change and the buttons Apply, Dismiss and Discuss.">
    <CodeLines lines={code} from={12} marked={{ line: 14, sign: <CircleX size={14} className="text-red" /> }} />
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-3 border-t border-ink-3 bg-ink-1 p-3.5 sm:grid-cols-2">
      <div className="flex gap-2.5">
        <CircleX size={15} className="mt-0.5 shrink-0 text-red" />
        <div>
          <p className="font-medium text-ink-10">Reads one item too many</p>
          <p className="text-xs text-ink-7 tabular-nums">cart.js line 14</p>
          <p className="mt-2 text-ink-9">There is no item at n, so reading its price throws.</p>
        </div>
      </div>
      <div>
        <p className="overflow-hidden rounded border border-ink-3 bg-ink-0 py-1 font-mono text-xs leading-4.5 whitespace-pre">
          <span className="block bg-red-tint px-1.5 text-red">− for (let i = 0; i {"<="} n; i++)</span>
          <span className="block bg-green-tint px-1.5 text-green">+ for (let i = 0; i {"<"} n; i++)</span>
        </p>
        <div className="mt-3 flex gap-2">
          <Button>Apply</Button>
          <Button>Dismiss</Button>
          <Button isQuiet>Discuss</Button>
        </div>
      </div>
    </div>
  </Picture>
);
