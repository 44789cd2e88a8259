import { ChevronDown } from "lucide-react";
import { drawnWords } from "../../../words/drawn.ts";
import { Picture } from "./code.tsx";

const Choice = ({ label, children }: { label: string; children: string }) => (
  <div className="min-w-0">
    <p className="mb-1 font-semibold text-ink-9">{label}</p>
    <p className="flex h-9 items-center justify-between gap-2 rounded border border-ink-5 px-3 text-ink-10">
      <span className="truncate">{children}</span> <ChevronDown size={16} className="shrink-0 text-ink-7" />
    </p>
  </div>
);

const LINK = "tandem.example/sessions/4c1f8a0e-52d7";

/** The dialog in which an owner shares a session. */
export const SharePicture = () => (
  <Picture label={drawnWords.sharing.label} className="p-4">
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_10rem]">
      <Choice label={drawnWords.sharing.whoCanJoin}>{drawnWords.sharing.anyone}</Choice>
      <Choice label={drawnWords.sharing.withLinkThey}>{drawnWords.sharing.canView}</Choice>
    </div>
    <p className="mt-4 mb-1 font-semibold text-ink-9">{drawnWords.sharing.link}</p>
    <div className="flex gap-2">
      <p className="flex h-9 min-w-0 grow items-center rounded border border-ink-4 bg-ink-1 px-3 font-mono text-ink-9">
        <span translate="no" dir="ltr" className="truncate">
          {LINK}
        </span>
      </p>
      <p className="flex h-9 shrink-0 items-center rounded border border-ink-4 px-3.5 text-base text-ink-10">
        {drawnWords.sharing.copyLink}
      </p>
    </div>
    <ul className="mt-4 divide-y divide-ink-3 border-t border-ink-3 text-ink-8">
      {[drawnWords.sharing.toEdit, drawnWords.sharing.toView].map((invite) => (
        <li key={invite} className="py-2 last:pb-0">
          {invite}
        </li>
      ))}
    </ul>
  </Picture>
);
