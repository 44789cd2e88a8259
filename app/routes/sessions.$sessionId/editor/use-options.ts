import { useSyncExternalStore } from "react";
import { editorOptions, type EditorOptions, standardOptions } from "./kept-options.ts";

/** How this person wants the editor; as on the first visit until the page has come to life. */
export const useOptions = (): EditorOptions =>
  useSyncExternalStore(
    editorOptions.subscribe,
    () => editorOptions.value,
    () => standardOptions,
  );
