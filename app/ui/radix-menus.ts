/** The menus of Radix, with what places them: as one script (`menu.tsx`). */
export { ContextMenu, DropdownMenu } from "radix-ui";
