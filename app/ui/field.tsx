import { type InputHTMLAttributes, type SelectHTMLAttributes, useId } from "react";

const control =
  "h-9 w-full rounded border border-ink-4 bg-ink-0 px-3 text-ink-10 placeholder:text-ink-6 aria-[invalid=true]:border-red";

type Labelled = { label: string; hint?: string; error?: string };

export function TextField({ label, hint, error, className = "", ...rest }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium text-ink-9">
        {label}
      </label>
      <input id={id} className={control} aria-invalid={Boolean(error)} aria-describedby={error || hint ? `${id}-note` : undefined} {...rest} />
      <Note id={`${id}-note`} hint={hint} error={error} />
    </div>
  );
}

export function SelectField({ label, hint, error, className = "", children, ...rest }: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium text-ink-9">
        {label}
      </label>
      <select id={id} className={control} aria-invalid={Boolean(error)} aria-describedby={error || hint ? `${id}-note` : undefined} {...rest}>
        {children}
      </select>
      <Note id={`${id}-note`} hint={hint} error={error} />
    </div>
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
