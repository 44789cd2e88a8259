import { changeOption, fontSizes } from "./kept-options.ts";
import { useOptions } from "./use-options.ts";

/** How large the code is, and what makes it larger and smaller by a step; undefined where there is no further step. */
export function useFontSize() {
  const { fontSize } = useOptions();
  const at = fontSizes.indexOf(fontSize);
  const to = (size: number | undefined) => (size ? () => changeOption("fontSize", size) : undefined);
  return { fontSize, larger: to(fontSizes[at + 1]), smaller: to(fontSizes[at - 1]) };
}
