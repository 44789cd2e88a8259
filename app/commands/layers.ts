/** What the keys of every page open, as one script. */
export { KeysDialog } from "./keys-dialog.tsx";
export { Palette } from "./palette.tsx";
