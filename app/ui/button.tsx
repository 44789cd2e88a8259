import { Link } from "@remix-run/react";
import { type ButtonHTMLAttributes, type ComponentProps, forwardRef } from "react";

type ButtonStyle = {
  /** One `main` per page. */
  kind?: "main" | "plain" | "quiet" | "danger";
  /** `small` is 28 px, for the editor page; the others are 36 px. On phones a finger needs 44. */
  size?: "normal" | "small" | "large" | "square";
};

const kinds = {
  // Where colours are forced, the border is what shows that it is a button.
  main: "border border-transparent bg-accent font-semibold text-on-accent hover:brightness-90 disabled:opacity-50",
  plain: "border border-ink-4 bg-ink-0 text-ink-10 hover:bg-ink-2 disabled:text-ink-6 aria-disabled:text-ink-6",
  quiet: "text-ink-8 hover:bg-ink-2 hover:text-ink-10 disabled:text-ink-6 aria-disabled:text-ink-6",
  danger: "border border-ink-4 bg-ink-0 text-red hover:bg-red-tint disabled:opacity-50",
};
const sizes = {
  small: "h-7 px-2.5 text-sm gap-1.5 max-md:h-11 max-md:min-w-11",
  normal: "h-9 px-3.5 text-base gap-2 max-md:h-11",
  large: "h-11 px-5 text-base gap-2",
  square: "size-9 max-md:size-11",
};

const classes = ({ kind = "plain", size = "normal" }: ButtonStyle, className = "") =>
  `inline-flex shrink-0 items-center justify-center rounded whitespace-nowrap ${kinds[kind]} ${sizes[size]} ${className}`;

export const Button = forwardRef<HTMLButtonElement, ButtonStyle & ButtonHTMLAttributes<HTMLButtonElement>>(
  function Button({ kind, size, className, type = "button", ...rest }, ref) {
    return <button ref={ref} type={type} className={classes({ kind, size }, className)} {...rest} />;
  },
);

export function ButtonLink({ kind, size, className, ...rest }: ButtonStyle & ComponentProps<typeof Link>) {
  return <Link className={classes({ kind, size }, className as string)} {...rest} />;
}
