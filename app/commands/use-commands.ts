import { createContext, useContext, useEffect, useState } from "react";
import type { CommandRegistry, CommandSource } from "./registry.ts";

/** What the palette offers: everything, only files, or the names in them. */
export type PaletteScope = "all" | "files" | "symbols";

type Value = {
  registry: CommandRegistry;
  openPalette: (scope: PaletteScope) => void;
  openKeys: () => void;
};
export const CommandsContext = createContext<Value | undefined>(undefined);

/** The commands of the page, and what opens the palette and the list of keys. */
export function useCommandLayers(): Value {
  const value = useContext(CommandsContext);
  if (!value) throw new Error("There is no CommandsProvider around this component.");
  return value;
}

/** Adds commands for as long as the component is shown. */
export function useCommands(source: CommandSource) {
  const { registry } = useCommandLayers();
  const [owner] = useState(() => ({}));
  useEffect(() => registry.set(owner, source));
  useEffect(() => () => registry.delete(owner), [registry, owner]);
}
