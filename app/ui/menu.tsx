import type { LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";

export const menuClass =
  "z-50 min-w-48 rounded border border-ink-3 bg-ink-0 p-1 text-sm text-ink-9 shadow-layer data-[state=open]:animate-appear";

type Props = {
  icon?: LucideIcon;
  danger?: boolean;
  disabled?: boolean;
  className?: string;
  onSelect: () => void;
  children: ReactNode;
};

/** Where menus are drawn: within a landmark, so that a screen reader finds them by it. */
export const menuContainer = () => (typeof document === "undefined" ? null : document.querySelector("main"));

/** The look of one line in a menu of Radix. */
export const menuItemClass = ({ danger, className = "" }: Pick<Props, "danger" | "className">) =>
  `flex h-8 cursor-default items-center gap-2.5 rounded px-2.5 outline-none select-none data-[disabled]:text-ink-6 data-[highlighted]:bg-ink-2 max-md:h-11 ${danger ? "text-red" : ""} ${className}`;

export function MenuItem({ icon: Icon, danger, disabled, className, onSelect, children }: Props) {
  return (
    <DropdownMenu.Item disabled={disabled} onSelect={onSelect} className={menuItemClass({ danger, className })}>
      {Icon && <Icon size={15} aria-hidden="true" />}
      {children}
    </DropdownMenu.Item>
  );
}

export const MenuSeparator = () => <DropdownMenu.Separator className="my-1 h-px bg-ink-3" />;
