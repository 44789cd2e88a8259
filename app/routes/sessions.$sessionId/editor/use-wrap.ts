import { useIsNarrow } from "../layout-context.tsx";
import { changeOption } from "./kept-options.ts";
import { useOptions } from "./use-options.ts";

/** Whether long lines are wrapped, on a narrow page unless somebody chose otherwise, and what changes that. */
export function useWrap(): { isWrapped: boolean; toggle: () => void } {
  const { wrap } = useOptions();
  const isNarrow = useIsNarrow();
  const isWrapped = wrap ?? isNarrow;
  return { isWrapped, toggle: () => changeOption("wrap", !isWrapped) };
}
