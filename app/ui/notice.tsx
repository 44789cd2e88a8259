import { CircleAlert, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";

/** A sentence about what just happened, on top of what it is about. */
export function Notice({ kind, children }: { kind: "problem" | "done"; children: ReactNode }) {
  const Icon = kind === "problem" ? CircleAlert : CircleCheck;
  return (
    <div
      role={kind === "problem" ? "alert" : "status"}
      className={`mb-5 flex gap-2.5 rounded px-3 py-2.5 text-sm ${kind === "problem" ? "bg-red-tint text-red" : "bg-green-tint text-green"}`}
    >
      <Icon size={18} aria-hidden className="mt-px shrink-0" />
      <div>{children}</div>
    </div>
  );
}
