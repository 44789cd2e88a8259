type Props = {
  label: string;
  value: string;
  /** `isOwnName`: it is called so in every language. */
  options: { id: string; name: string; isOwnName?: boolean }[];
  disabled?: boolean;
  onChoose: (id: string) => void;
  className?: string;
};

/** One of several, in the line at the bottom of the page. */
export function StatusChoice({ label, value, options, disabled, onChoose, className = "" }: Props) {
  return (
    <select
      aria-label={label}
      title={label}
      disabled={disabled}
      value={value}
      onChange={({ target }) => onChoose(target.value)}
      className={`h-full max-w-40 appearance-none bg-transparent px-1 [field-sizing:content] text-ink-8 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 disabled:bg-transparent disabled:text-ink-7 ${className}`}
    >
      {options.map(({ id, name, isOwnName }) => (
        <option key={id} value={id} translate={isOwnName ? "no" : undefined} className="bg-ink-0 text-ink-9">
          {name}
        </option>
      ))}
    </select>
  );
}
