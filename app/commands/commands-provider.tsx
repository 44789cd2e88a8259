import { type ReactNode, useMemo, useRef, useState } from "react";
import { later } from "../ui/later.ts";
import { laterDialog } from "../ui/later-parts.tsx";
import { CommandRegistry } from "./registry.ts";
import { useCommandKeys } from "./use-command-keys.ts";
import { CommandsContext, type PaletteScope, useCommandLayers } from "./use-commands.ts";
import { useSiteCommands } from "./use-site-commands.ts";

const layers = later(() => import("./layers.ts"));
const Palette = laterDialog(layers, (module) => module.Palette);
const KeysDialog = laterDialog(layers, (module) => module.KeysDialog);
type Layer = PaletteScope | "keys";

/** Knows what can be done on the page that is shown, runs it by its keys, and shows the palette. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new CommandRegistry());
  /** What is open, or was last: a layer that closes is still there to give the focus back. */
  const [{ layer, isOpen }, setShown] = useState<{ layer?: Layer; isOpen: boolean }>({ isOpen: false });
  const opener = useRef<Element | null>(null);
  const value = useMemo(() => {
    const open = (next: Layer) => {
      opener.current = document.activeElement;
      // What is typed on while it is loaded would go into the code.
      if (!layers.module && document.activeElement instanceof HTMLElement) document.activeElement.blur();
      setShown({ layer: next, isOpen: true });
    };
    return { registry, openPalette: open, openKeys: () => open("keys") };
  }, [registry]);
  const close = () => setShown({ layer, isOpen: false });
  return (
    <CommandsContext.Provider value={value}>
      {children}
      <SiteCommands />
      {layer === "keys" && <KeysDialog registry={registry} isOpen={isOpen} onClose={close} />}
      {layer && layer !== "keys" && (
        <Palette registry={registry} scope={layer} opener={opener} isOpen={isOpen} onClose={close} />
      )}
    </CommandsContext.Provider>
  );
}

/** Shows nothing, so that commands that change render nothing else again. */
function SiteCommands() {
  const { registry } = useCommandLayers();
  useSiteCommands();
  useCommandKeys(registry);
  return null;
}
