import { type ReactNode, useMemo, useState } from "react";
import { useMayEditNow } from "../connection/use-access.ts";
import { createRequiredContext } from "../required-context.ts";

/** What a name is being typed for, and where the field for it is. */
export type Naming = ({ newIn: string } | { fileId: string } | { folder: string }) & { where: "tabs" | "tree" };

type Value = { naming: Naming | undefined; setNaming: (naming: Naming | undefined) => void };
const [Provider, useValue] = createRequiredContext<Value>("NamingProvider");

/** Knows which file or folder is being named: one at a time on the whole page. */
export function NamingProvider({ children }: { children: ReactNode }) {
  const mayEdit = useMayEditNow();
  const [wanted, setNaming] = useState<Naming>();
  // Somebody who may not edit any more is not asked for a name either.
  const naming = mayEdit ? wanted : undefined;
  const value = useMemo(() => ({ naming, setNaming }), [naming]);
  return <Provider value={value}>{children}</Provider>;
}

export const useNaming = (): Value => useValue();
