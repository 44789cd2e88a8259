import { useSyncExternalStore } from "react";
import { useIsNarrow } from "../layout-context.tsx";
import { chooseWrap, wrapChoice } from "./kept-options.ts";

/** Whether long lines are wrapped, on a narrow page unless somebody chose otherwise, and what changes that. */
export function useWrap(): { isWrapped: boolean; toggle: () => void } {
  const chosen = useSyncExternalStore(
    wrapChoice.subscribe,
    () => wrapChoice.value,
    () => undefined,
  );
  const isNarrow = useIsNarrow();
  const isWrapped = chosen ?? isNarrow;
  return { isWrapped, toggle: () => chooseWrap(!isWrapped) };
}
