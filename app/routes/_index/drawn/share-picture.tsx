import { ChevronDown } from "lucide-react";
import { Picture } from "./code.tsx";

const Choice = ({ label, children }: { label: string; children: string }) => (
  <div className="min-w-0">
    <p className="mb-1 font-medium text-ink-9">{label}</p>
    <p className="flex h-9 items-center justify-between gap-2 rounded border border-ink-5 px-3 text-ink-10">
      <span className="truncate">{children}</span> <ChevronDown size={16} className="shrink-0 text-ink-7" />
    </p>
  </div>
);

const invites = [
  ["Whoever has it can edit", "3 of 10 used", "ends 4 December"],
  ["Whoever has it can view", "14 used", "never expires"],
] as const;

/** The dialog in which an owner shares a session. */
export const SharePicture = () => (
  <Picture
    label="The dialog Share this session. Who can join: anyone with the link. With the link they can view. Below are the link with a button Copy link, and two invites with their roles, how often they were used, and when they end."
    className="p-4"
  >
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_10rem]">
      <Choice label="Who can join">Anyone with the link</Choice>
      <Choice label="With the link they">can view</Choice>
    </div>
    <p className="mt-4 mb-1 font-medium text-ink-9">Link to this session</p>
    <div className="flex gap-2">
      <p className="flex h-9 min-w-0 grow items-center rounded border border-ink-4 bg-ink-1 px-3 font-mono text-ink-9">
        <span className="truncate">tandem.example/sessions/4c1f8a0e-52d7</span>
      </p>
      <p className="flex h-9 shrink-0 items-center rounded border border-ink-4 px-3.5 text-base font-medium text-ink-10">
        Copy link
      </p>
    </div>
    <ul className="mt-4 divide-y divide-ink-3 border-t border-ink-3 text-ink-8">
      {invites.map(([role, uses, end]) => (
        <li key={role} className="py-2 last:pb-0">
          {role} · {uses} · {end}
        </li>
      ))}
    </ul>
  </Picture>
);
