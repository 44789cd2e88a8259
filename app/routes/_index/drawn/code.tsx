/** What pictures of the editor are drawn with: the tokens of the real one, so that they are right in every theme. */
import type { ReactNode } from "react";

type Person = { name: string; color: string };
type Child = { children: ReactNode };

export const maya = { name: "Maya", color: "#0c69e5", avatarUrl: null };
export const jonas = { name: "Jonas", color: "#c70ac7", avatarUrl: null };

export const Key = ({ children }: Child) => <span className="text-accent-strong">{children}</span>;
export const Name = ({ children }: Child) => <span className="text-ink-10">{children}</span>;
export const Str = ({ children }: Child) => <span className="text-green">{children}</span>;
export const Num = ({ children }: Child) => <span className="text-amber">{children}</span>;
export const Note = ({ children }: Child) => <span className="text-ink-7">{children}</span>;

/** A picture of the product: what it shows is in its label, and nothing in it can be used. */
export const Picture = ({ label, className = "", children }: Child & { label: string; className?: string }) => (
  <div
    role="img"
    aria-label={label}
    className={`overflow-hidden rounded border border-ink-4 bg-ink-0 text-sm forced-color-adjust-none select-none ${className}`}
  >
    <div aria-hidden="true">{children}</div>
  </div>
);

export const Caret = ({ of }: { of: Person }) => (
  <span
    className="relative mx-px inline-block h-[1.25em] w-0.5 translate-y-[0.25em]"
    style={{ backgroundColor: of.color }}
  >
    <span
      className="absolute bottom-full left-0 rounded-[3px_3px_3px_0] px-1.5 font-sans text-2xs leading-4.5 font-semibold text-white"
      style={{ backgroundColor: of.color }}
    >
      {of.name}
    </span>
  </span>
);

export const Selected = ({ by, children }: Child & { by: Person }) => (
  <span style={{ backgroundColor: `color-mix(in srgb, ${by.color} 22%, transparent)` }}>{children}</span>
);

/** Lines with their numbers; `mark` is drawn in the margin of one of them. */
export const CodeLines = ({
  lines,
  from = 1,
  marked,
  className = "",
}: {
  lines: ReactNode[];
  from?: number;
  marked?: { line: number; sign: ReactNode };
  className?: string;
}) => (
  <ol
    translate="no"
    dir="ltr"
    className={`overflow-hidden py-2.5 font-mono text-[0.78125rem] leading-5.5 text-ink-9 ${className}`}
  >
    {lines.map((line, index) => (
      <li
        key={index}
        className={`flex whitespace-pre ${marked?.line === from + index ? "shadow-[inset_0_1px_var(--ink-6),inset_0_-1px_var(--ink-6)]" : ""}`}
      >
        {marked && (
          <span className="flex w-5 shrink-0 items-center justify-end">
            {marked.line === from + index && marked.sign}
          </span>
        )}
        <span className={`shrink-0 text-end text-ink-7 ${marked ? "w-7 pe-2.5" : "w-9 pe-3"}`}>{from + index}</span>
        <span>{line}</span>
      </li>
    ))}
  </ol>
);
