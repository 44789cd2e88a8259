import { type ComponentType, useEffect, useRef, useState } from "react";
import { siteWords } from "../words/site.tsx";
import { type Later, useLater } from "./later.ts";
import { toast } from "./toast.ts";

type DialogProps = { isOpen: boolean; onClose: () => void };

/**
 * A dialog whose script is loaded later. One that is opened before that shows as soon as it can; where that fails, a
 * notice says so and the dialog is closed, so that it can be opened again.
 */
export function laterDialog<Module, Props extends DialogProps>(
  part: Later<Module>,
  pick: (module: Module) => ComponentType<Props>,
) {
  return function LaterDialog(props: Props) {
    const { isOpen, onClose } = props;
    const module = useLater(part);
    const close = useRef(onClose);
    useEffect(() => {
      close.current = onClose;
    });
    useEffect(() => {
      if (!isOpen) return;
      let isWanted = true;
      part.load().catch(() => {
        if (!isWanted) return;
        toast.error(siteWords.notLoaded);
        close.current();
      });
      return () => {
        isWanted = false;
      };
    }, [isOpen]);
    if (!module) return null;
    const Dialog = pick(module);
    return <Dialog {...props} />;
  };
}

/** The same for what fills a part of the page: where it cannot be loaded, the boundary around it says so. */
export function laterPanel<Module, Props extends object>(
  part: Later<Module>,
  pick: (module: Module) => ComponentType<Props>,
) {
  return function LaterPanel(props: Props) {
    const module = useLater(part);
    const [failure, setFailure] = useState<{ error: unknown }>();
    useEffect(() => {
      part.load().catch((error: unknown) => setFailure({ error }));
    }, []);
    if (module) {
      const Panel = pick(module);
      return <Panel {...props} />;
    }
    if (failure) throw failure.error;
    return null;
  };
}
