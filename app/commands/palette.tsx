import { useNavigate } from "@remix-run/react";
import { Command as Cmdk } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { z } from "../../protocol/zod.ts";
import { callApi } from "../call-api.ts";
import { isComposing } from "../ui/is-composing.ts";
import { useRoot } from "../ui/use-root.ts";
import { type Command, groups } from "./command.ts";
import type { PaletteScope } from "./use-commands.ts";
import { keyLabel } from "./key-combination.ts";
import { keepUsed, lastUsed } from "./last-used.ts";
import { rank } from "./rank.ts";
import type { CommandRegistry } from "./registry.ts";
import { commandWords } from "../words/commands.ts";

type Props = {
  registry: CommandRegistry;
  scope: PaletteScope;
  /** What had the focus when it was asked for. */
  opener: RefObject<Element>;
  isOpen: boolean;
  onClose: () => void;
};

/** Everything that can be done, found by typing. */
export function Palette({ registry, scope, opener, isOpen, onClose }: Props) {
  const chosen = useRef<Command>();
  const prompt = scope === "all" ? commandWords.find : commandWords.findFile;
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(10_10_20/0.4)]" />
        <Radix.Content
          aria-describedby={undefined}
          onEscapeKeyDown={(event) => isComposing(event) && event.preventDefault()}
          // What was chosen begins once the focus is back, so that it can take it on from there.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
            chosen.current?.run();
            chosen.current = undefined;
          }}
          className="fixed top-[12dvh] left-1/2 z-50 flex max-h-[min(460px,76dvh)] w-[min(600px,calc(100vw-16px))] -translate-x-1/2 flex-col overflow-hidden rounded border border-ink-3 bg-ink-0 text-sm text-ink-9 shadow-layer max-md:top-2"
        >
          <Radix.Title className="sr-only">{prompt}</Radix.Title>
          <Choices
            registry={registry}
            scope={scope}
            placeholder={prompt}
            onChoose={(command) => {
              // A name in the code is not there in another session.
              if (!command.id.startsWith("symbol:")) keepUsed(command.id);
              chosen.current = command;
              onClose();
            }}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ChoicesProps = Pick<Props, "registry" | "scope"> & { placeholder: string; onChoose: (command: Command) => void };

function Choices({ registry, scope, placeholder, onChoose }: ChoicesProps) {
  const [query, setQuery] = useState(scope === "symbols" ? "#" : "");
  const [used] = useState(lastUsed);
  useSyncExternalStore(registry.subscribe, registry.getVersion);
  const sessions = useSessionCommands(scope === "all");
  const commands = [...registry.list(), ...sessions];
  const files = commands.filter(({ id }) => id.startsWith("file:"));
  const symbols = useSymbols(registry, scope !== "all" && query.startsWith("#") ? query.slice(1).trim() : undefined);
  const sections = symbols
    ? [{ title: undefined, commands: symbols }]
    : scope !== "all"
      ? [{ title: undefined, commands: query.trim() ? rank(files, query, used) : files }]
      : query.trim()
        ? [{ title: undefined, commands: rank(commands, query, used) }]
        : [{ title: commandWords.lastUsed, commands: pick(commands, used) }, ...inGroups(commands, used)];
  const isEmpty = sections.every((section) => section.commands.length === 0);
  return (
    <Cmdk shouldFilter={false} label={placeholder} loop className="flex min-h-0 flex-col">
      <Cmdk.Input
        value={query}
        onValueChange={setQuery}
        placeholder={placeholder}
        className="h-11 shrink-0 border-b border-ink-3 bg-transparent px-4 text-base text-ink-10 outline-none placeholder:text-ink-7 max-md:text-lg"
      />
      <Cmdk.List label={placeholder} className="min-h-0 scroll-py-1 overflow-y-auto overscroll-contain p-1">
        {isEmpty && <p className="px-3 py-6 text-center text-ink-7">{commandWords.nothing(query.trim())}</p>}
        {sections.map(
          ({ title, commands: listed }) =>
            listed.length > 0 && (
              <Cmdk.Group
                key={title ?? ""}
                heading={title}
                className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-7"
              >
                {listed.map((command) => (
                  <Item
                    key={command.id}
                    command={command}
                    showsGroup={scope === "all" && title === undefined}
                    onChoose={onChoose}
                  />
                ))}
              </Cmdk.Group>
            ),
        )}
      </Cmdk.List>
    </Cmdk>
  );
}

type ItemProps = { command: Command; showsGroup: boolean; onChoose: (command: Command) => void };

function Item({ command, showsGroup, onChoose }: ItemProps) {
  const { id, label, detail, group, keys, editorKey } = command;
  const key = keys?.[0] ? keyLabel(keys[0]) : editorKey;
  const isName = /^(file:|session:|symbol:|language\.(?!plaintext$))/.test(id);
  return (
    <Cmdk.Item
      value={id}
      onSelect={() => onChoose(command)}
      className="flex h-8 cursor-default items-center gap-2 rounded px-3 select-none data-[selected=true]:bg-accent-tint data-[selected=true]:text-ink-10 max-md:h-11"
    >
      <bdi translate={isName ? "no" : undefined} className="min-w-0 truncate">
        {label}
      </bdi>
      {detail && (
        <bdi translate="no" className="min-w-0 truncate text-ink-7">
          {detail}
        </bdi>
      )}
      <span className="grow" />
      {showsGroup && <span className="shrink-0 text-xs text-ink-7">{commandWords.groups[group]}</span>}
      {key && (
        <kbd
          translate="no"
          dir="ltr"
          className="shrink-0 rounded border border-ink-4 px-1.5 font-sans text-2xs text-ink-8 pointer-coarse:hidden"
        >
          {key}
        </kbd>
      )}
    </Cmdk.Item>
  );
}

const pick = (commands: Command[], ids: string[]) =>
  ids.flatMap((id) => commands.find((command) => command.id === id) ?? []);

/** Without those that stand above already, and without the files, which may be many. */
function inGroups(commands: Command[], above: string[]): { title: string; commands: Command[] }[] {
  return groups.map((name) => ({
    title: commandWords.groups[name],
    commands: commands.filter(({ id, group }) => group === name && !above.includes(id) && !id.startsWith("file:")),
  }));
}

/** Names in the code, asked for with each change of the query; undefined where it is no question for one. */
function useSymbols(registry: CommandRegistry, query: string | undefined): Command[] | undefined {
  const [found, setFound] = useState<Command[]>([]);
  useEffect(() => {
    if (query === undefined) return;
    let isCurrent = true;
    registry.findSymbols?.(query).then(
      (symbols) => isCurrent && setFound(symbols),
      // It has stopped, which the page says elsewhere.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [registry, query]);
  return query === undefined || !registry.findSymbols ? undefined : found;
}

const answer = z.object({ sessions: z.array(z.object({ id: z.string(), title: z.string() })) });
const MAX_SESSIONS = 50;

/** The person's own sessions, the last edited first, asked for when the palette opens. */
function useSessionCommands(isWanted: boolean): Command[] {
  const isSignedIn = Boolean(useRoot()?.user);
  const navigate = useNavigate();
  const [sessions, setSessions] = useState<{ id: string; title: string }[]>([]);
  useEffect(() => {
    if (!isWanted || !isSignedIn) return;
    let isCurrent = true;
    callApi("GET", `/api/sessions?limit=${MAX_SESSIONS}`, { answer }).then(
      (body) => isCurrent && setSessions(body.sessions),
      // The rest of the palette works without them.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [isWanted, isSignedIn]);
  return sessions.map(({ id, title }) => ({
    id: `session:${id}`,
    group: "Sessions",
    label: title,
    words: commandWords.openSession.typed,
    run: () => navigate(`/sessions/${id}`),
  }));
}
