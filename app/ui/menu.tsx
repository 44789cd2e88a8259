import { Link } from "@remix-run/react";
import { Check, type LucideIcon } from "lucide-react";
import type { DropdownMenu } from "radix-ui";
import {
  cloneElement,
  createContext,
  type HTMLAttributes,
  type KeyboardEvent,
  type PointerEvent as ReactPointerEvent,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { siteWords } from "../words/site.tsx";
import { later, useLater } from "./later.ts";
import { toast } from "./toast.ts";

const script = later(() => import("./radix-menus.ts"));

type Parts = Pick<
  typeof DropdownMenu,
  "Portal" | "Content" | "Item" | "Separator" | "CheckboxItem" | "ItemIndicator" | "RadioGroup" | "RadioItem"
>;
/** Of which kind of menu a line is. */
const PartsContext = createContext<Parts | undefined>(undefined);

function useParts(): Parts {
  const parts = useContext(PartsContext);
  if (!parts) throw new Error("A line of a menu stands outside of a menu.");
  return parts;
}

/** Where menus are drawn: within a landmark, so that a screen reader finds them by it. */
const menuContainer = () => (typeof document === "undefined" ? null : document.querySelector("main"));

type ContentProps = {
  align?: "start" | "end";
  sideOffset?: number;
  "aria-label"?: string;
  onCloseAutoFocus?: (event: Event) => void;
  container?: HTMLElement | null;
  children: ReactNode;
};

type MenuProps = ContentProps & {
  /** The button that opens it. It takes the attributes and the handlers that it is given, and a ref. */
  trigger: ReactElement<HTMLAttributes<HTMLButtonElement>>;
};

/** What a key that opens menus does, or a press. */
type Opener = { key: string } | "press";
const OPENING_KEYS = ["Enter", " ", "ArrowDown"];

/**
 * A button with a menu. Until it is pressed for the first time it is no more than a button: what draws menus is loaded
 * later, and a page may have hundreds of them.
 */
export function Menu({ trigger, ...content }: MenuProps) {
  const radix = useLater(script);
  const [opener, setOpener] = useState<Opener>();
  const button = useRef<HTMLButtonElement>(null);
  const isWanted = radix !== undefined && opener !== undefined;
  useEffect(() => {
    if (!isWanted) return;
    const init = { bubbles: true, cancelable: true };
    button.current?.dispatchEvent(
      opener === "press" ? new PointerEvent("pointerdown", init) : new KeyboardEvent("keydown", { ...init, ...opener }),
    );
    // It is opened once by what was pressed before it was there; from then on it opens by itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isWanted]);

  function open(by: Opener) {
    setOpener(by);
    script.load().catch(() => {
      setOpener(undefined);
      toast.error(siteWords.notLoaded);
    });
  }
  if (!isWanted)
    return cloneElement(trigger, {
      "aria-haspopup": "menu",
      "aria-expanded": false,
      onKeyDown: (event: KeyboardEvent) => {
        if (!OPENING_KEYS.includes(event.key)) return;
        event.preventDefault();
        open({ key: event.key });
      },
      onClick: () => open("press"),
    });
  const { Root, Trigger } = radix.DropdownMenu;
  return (
    <Root modal={false}>
      <Trigger asChild ref={button}>
        {trigger}
      </Trigger>
      <Content parts={radix.DropdownMenu} {...content} />
    </Root>
  );
}

export type ContextMenuControl = ReturnType<typeof useContextMenu>;

/**
 * What an element hands its `ContextMenu`: the press that asks for it, and touches, which do so when they are long. The
 * element itself stays as it is when what draws menus has been loaded.
 */
export function useContextMenu() {
  const place = useRef<HTMLSpanElement>(null);
  const wanted = useRef<Event>();
  function open() {
    if (!place.current || !wanted.current) return;
    place.current.dispatchEvent(wanted.current);
    wanted.current = undefined;
  }
  function onContextMenu({ nativeEvent }: { nativeEvent: MouseEvent }) {
    nativeEvent.preventDefault();
    wanted.current = new MouseEvent("contextmenu", nativeEvent);
    open();
    script.load().catch(() => toast.error(siteWords.notLoaded));
  }
  const onTouch = ({ nativeEvent }: ReactPointerEvent) =>
    place.current?.dispatchEvent(new PointerEvent(nativeEvent.type, nativeEvent));
  return {
    place,
    open,
    onContextMenu,
    touches: { onPointerDown: onTouch, onPointerMove: onTouch, onPointerUp: onTouch, onPointerCancel: onTouch },
  };
}

/** What the right mouse button, the menu key or a long touch opens at that place of an element. */
export function ContextMenu({ menu, ...content }: ContentProps & { menu: ContextMenuControl }) {
  const radix = useLater(script);
  // It may have been asked for before it could be shown.
  useEffect(() => menu.open());
  if (!radix) return null;
  const { Root, Trigger } = radix.ContextMenu;
  return (
    <Root modal={false}>
      <Trigger ref={menu.place} hidden />
      <Content parts={radix.ContextMenu} {...content} />
    </Root>
  );
}

/** Whoever lets go of the button sooner has only asked for the menu, wherever that stands by then. */
const SOONEST_CHOICE_MS = 250;

function Content({ parts, container = menuContainer(), children, ...content }: ContentProps & { parts: Parts }) {
  const shownAt = useRef(0);
  /** Somebody has moved in it, or pressed: to let go of the button that opened it is no choice before that. */
  const isUsed = useRef(false);
  const noteTime = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    shownAt.current = performance.now();
    isUsed.current = false;
  }, []);
  return (
    <parts.Portal container={container}>
      <parts.Content
        {...content}
        ref={noteTime}
        onPointerMoveCapture={({ movementX, movementY }) => (isUsed.current ||= movementX !== 0 || movementY !== 0)}
        onPointerDownCapture={() => (isUsed.current = true)}
        onPointerUpCapture={(event) => {
          if (!isUsed.current || performance.now() - shownAt.current < SOONEST_CHOICE_MS) event.preventDefault();
        }}
        className="z-50 min-w-48 rounded border border-ink-3 bg-ink-0 p-1 text-sm text-ink-9 shadow-layer data-[state=open]:animate-appear"
      >
        <PartsContext.Provider value={parts}>{children}</PartsContext.Provider>
      </parts.Content>
    </parts.Portal>
  );
}

const itemClass =
  "flex h-8 cursor-default items-center gap-2.5 rounded px-2.5 outline-none select-none data-[disabled]:text-ink-6 data-[highlighted]:bg-ink-2 max-md:h-11";

type ItemProps = {
  icon?: LucideIcon;
  danger?: boolean;
  disabled?: boolean;
  className?: string;
  onSelect: () => void;
  children: ReactNode;
};

export function MenuItem({ icon: Icon, danger, disabled, className = "", onSelect, children }: ItemProps) {
  const { Item } = useParts();
  return (
    <Item disabled={disabled} onSelect={onSelect} className={`${itemClass} ${danger ? "text-red" : ""} ${className}`}>
      {Icon && <Icon size={15} aria-hidden="true" />}
      {children}
    </Item>
  );
}

/** A line that leads to another page. */
export function MenuLink({ icon: Icon, to, children }: Pick<ItemProps, "icon" | "children"> & { to: string }) {
  const { Item } = useParts();
  return (
    <Item asChild>
      <Link to={to} className={itemClass}>
        {Icon && <Icon size={15} aria-hidden="true" />} {children}
      </Link>
    </Item>
  );
}

/** What is on or off. The menu stays open, so that more can be changed. */
export function MenuCheck({ isChecked, onChange, children }: CheckProps) {
  const { CheckboxItem, ItemIndicator } = useParts();
  return (
    <CheckboxItem
      checked={isChecked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={itemClass}
    >
      <span className="flex w-4 justify-center">
        <ItemIndicator>
          <Check size={15} aria-hidden="true" />
        </ItemIndicator>
      </span>
      {children}
    </CheckboxItem>
  );
}
type CheckProps = { isChecked: boolean; onChange: (isChecked: boolean) => void; children: ReactNode };

/** A line with a label and small items behind it, which stand below each other for the arrow keys. */
export function MenuRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex h-8 items-center gap-1 ps-9 pe-1 max-md:h-11">
      <span aria-hidden="true" className="me-auto pe-4">
        {label}
      </span>
      {children}
    </div>
  );
}

const smallItem =
  "flex size-7 cursor-default items-center justify-center rounded outline-none select-none data-[disabled]:text-ink-6 data-[highlighted]:bg-ink-2 data-[state=checked]:bg-ink-3 max-md:size-11";

/** One step up or down; without `onSelect` there is none. The menu stays open. */
export function MenuStep({ label, icon: Icon, onSelect }: StepProps) {
  const { Item } = useParts();
  return (
    <Item
      aria-label={label}
      disabled={!onSelect}
      onSelect={(event) => {
        event.preventDefault();
        onSelect?.();
      }}
      className={smallItem}
    >
      <Icon size={13} aria-hidden="true" />
    </Item>
  );
}
type StepProps = { label: string; icon: LucideIcon; onSelect: (() => void) | undefined };

/** One number of a few. The menu stays open. */
export function MenuChoices({ label, value, options, onChoose }: ChoicesProps) {
  const { RadioGroup, RadioItem } = useParts();
  return (
    <RadioGroup
      aria-label={label}
      value={String(value)}
      onValueChange={(chosen) => onChoose(Number(chosen))}
      className="flex"
    >
      {options.map((option) => (
        <RadioItem
          key={option}
          value={String(option)}
          onSelect={(event) => event.preventDefault()}
          className={smallItem}
        >
          {option}
        </RadioItem>
      ))}
    </RadioGroup>
  );
}
type ChoicesProps = { label: string; value: number; options: number[]; onChoose: (option: number) => void };

export function MenuSeparator() {
  const { Separator } = useParts();
  return <Separator className="my-1 h-px bg-ink-3" />;
}
