import { useTreeLayout } from "../layout-context.tsx";
import { useFiles } from "./files-context.tsx";
import { HANDFUL } from "./use-tabs.ts";

/** Whether the tree of files is shown, beside the code or over it, and what changes that. */
export function useFileTree() {
  const { length } = useFiles();
  return useTreeLayout(length > HANDFUL);
}
