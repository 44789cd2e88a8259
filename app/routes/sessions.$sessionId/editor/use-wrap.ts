import { useSyncExternalStore } from "react";
import { useIsPhone } from "../layout-context.tsx";
import { chooseWrap, wrapChoice } from "./kept-options.ts";

/** Whether long lines are wrapped, on phones unless somebody chose otherwise, and what changes that. */
export function useWrap(): { isWrapped: boolean; toggle: () => void } {
  const chosen = useSyncExternalStore(
    wrapChoice.subscribe,
    () => wrapChoice.value,
    () => undefined,
  );
  const isPhone = useIsPhone();
  const isWrapped = chosen ?? isPhone;
  return { isWrapped, toggle: () => chooseWrap(!isWrapped) };
}
