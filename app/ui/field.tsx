import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from "react";

const control =
  "h-9 w-full rounded border border-ink-5 bg-ink-0 px-3 text-ink-10 placeholder:text-ink-7 aria-[invalid=true]:border-red file:me-3 file:h-full file:border-0 file:border-e file:border-ink-4 file:bg-transparent file:pe-3 file:text-sm file:text-ink-9 max-md:h-11 max-md:text-lg";

/** A choice in a row of controls, labelled by `aria-label`. */
export const selectClass = "select h-9 min-w-0 rounded border border-ink-5 ps-3 text-ink-10 max-md:h-11 max-md:text-lg";

type Labelled = { label: string; hint?: string; error?: string };

export function TextField({
  label,
  hint,
  error,
  className = "",
  ...rest
}: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-semibold text-ink-9">
        {label}
      </label>
      <input
        id={id}
        className={control}
        aria-invalid={Boolean(error)}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        {...rest}
      />
      <Note id={`${id}-note`} hint={hint} error={error} />
    </div>
  );
}

export function SelectField({
  label,
  hint,
  error,
  className = "",
  children,
  ...rest
}: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-semibold text-ink-9">
        {label}
      </label>
      <select
        id={id}
        className={`${control} select`}
        aria-invalid={Boolean(error)}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        {...rest}
      >
        {children}
      </select>
      <Note id={`${id}-note`} hint={hint} error={error} />
    </div>
  );
}

/** A group of which one is chosen. */
export function Choices({ legend, error, children }: { legend: string; error?: string; children: ReactNode }) {
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-note` : undefined}>
      <legend className="mb-1 text-sm font-semibold text-ink-9">{legend}</legend>
      <div className="grid">{children}</div>
      <Note id={`${id}-note`} error={error} />
    </fieldset>
  );
}

type ChoiceProps = { name: string; value: string; chosen: string; label: string; hint?: string };

export function Choice({ name, value, chosen, label, hint }: ChoiceProps) {
  return (
    <label className="flex cursor-pointer items-baseline gap-2.5 rounded py-1 max-md:py-2.5">
      <input
        type="radio"
        name={name}
        value={value}
        defaultChecked={value === chosen}
        className="size-4 shrink-0 translate-y-0.5 accent-ink-10"
      />
      <span>
        <span className="text-ink-10">{label}</span>
        {hint && <span className="ms-2 text-sm text-ink-7">{hint}</span>}
      </span>
    </label>
  );
}

/** What is on or off. */
export function Checkbox({ label, hint, ...rest }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className="flex cursor-pointer items-baseline gap-2.5 rounded py-1 max-md:py-2.5">
      <input type="checkbox" className="size-4 shrink-0 translate-y-0.5 accent-ink-10" {...rest} />
      <span>
        <span className="text-ink-10">{label}</span>
        {hint && <span className="ms-2 text-sm text-ink-7">{hint}</span>}
      </span>
    </label>
  );
}

function Note({ id, hint, error }: { id: string; hint?: string; error?: string }) {
  if (!error && !hint) return null;
  return (
    <p id={id} className={`mt-1 text-sm ${error ? "text-red" : "text-ink-7"}`}>
      {error ?? hint}
    </p>
  );
}
