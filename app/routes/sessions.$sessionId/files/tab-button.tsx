import { type ComponentPropsWithoutRef, forwardRef } from "react";

/** A button beside the tabs, as high as they are. */
export const TabButton = forwardRef<HTMLButtonElement, ComponentPropsWithoutRef<"button"> & { label: string }>(
  function TabButton({ label, ...rest }, ref) {
    return (
      <button
        ref={ref}
        type="button"
        aria-label={label}
        title={label}
        className="flex w-9 shrink-0 items-center justify-center text-ink-7 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 max-md:w-11"
        {...rest}
      />
    );
  },
);
