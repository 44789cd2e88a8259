import type { ReactNode } from "react";
import { useSpoken } from "./announcer.tsx";

const tones = { green: "bg-green-tint text-green", amber: "bg-amber-tint text-amber", red: "bg-red-tint text-red" };

type Tone = keyof typeof tones;

/** What a strip says; `id` tells it from others in the same place. */
export type StripLine = { id: string; tone: Tone; words: string; actions?: ReactNode };

type Props = { tone: Tone; actions?: ReactNode; className?: string; children: string };

/** A sentence across the page, with what can be done about it; it is read out, too. */
export function Strip({ tone, actions, className = "border-b", children }: Props) {
  useSpoken(children);
  return (
    <div
      data-testid="strip"
      className={`flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-ink-3 px-4 py-1.5 text-sm ${tones[tone]} ${className}`}
    >
      <p className="min-w-0 grow basis-60">{children}</p>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
