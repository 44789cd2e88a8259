import { Fragment, useSyncExternalStore } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { groups } from "./command.ts";
import { keyLabel } from "./key-combination.ts";
import type { CommandRegistry } from "./registry.ts";
import { commandWords } from "../words/commands.ts";

type Props = { registry: CommandRegistry; isOpen: boolean; onClose: () => void };

/** The keys of everything that can be done on this page. */
export function KeysDialog({ registry, isOpen, onClose }: Props) {
  useSyncExternalStore(registry.subscribe, registry.getVersion);
  const commands = registry
    .list()
    .flatMap(({ id, group, label, keys = [], editorKey }) =>
      keys.length > 0 || editorKey
        ? { id, group, label, keys: [...keys.map(keyLabel), ...(editorKey ? [editorKey] : [])] }
        : [],
    );
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={commandWords.keys.label}>
      <p className="mb-3 text-sm text-ink-7">{commandWords.keysIntroduction}</p>
      <div className="text-sm">
        {groups.map((group) => {
          const those = commands.filter((command) => command.group === group);
          if (those.length === 0) return null;
          return (
            <Fragment key={group}>
              <h3 className="mt-4 mb-1 text-xs text-ink-7">{commandWords.groups[group]}</h3>
              <dl className="divide-y divide-ink-3">
                {those.map(({ id, label, keys }) => (
                  <div key={id} className="flex items-center justify-between gap-4 py-1.5">
                    <dt className="min-w-0 text-ink-8">{label}</dt>
                    <dd className="flex shrink-0 gap-2 font-mono text-xs text-ink-10">
                      {keys.map((key) => (
                        <kbd key={key} translate="no" dir="ltr" className="font-mono">
                          {key}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </Fragment>
          );
        })}
      </div>
    </Dialog>
  );
}
