import { type KeyboardEvent, useRef, useState } from "react";
import { isComposing } from "../../../ui/is-composing.ts";
import { filesWords } from "../../../words/files.ts";

type Props = {
  initial: string;
  /** The path that was meant, or the sentence that says what is wrong with it. */
  check: (input: string) => { path: string; problem?: undefined } | { problem: string };
  onName: (path: string) => void;
  onCancel: () => void;
  /** What was done here is done: the next key is meant for the text. */
  onLeave: () => void;
  className?: string;
};

/** The name of a file, typed in place: Enter takes it, Escape does not. */
export function FileNameField({ initial, check, onName, onCancel, onLeave, className = "w-44" }: Props) {
  const [value, setValue] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const done = useRef(false);
  function take() {
    if (done.current) return;
    const checked = check(value);
    if (checked.problem !== undefined) return setProblem(checked.problem);
    done.current = true;
    onName(checked.path);
  }
  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (isComposing(event.nativeEvent) || (event.key !== "Enter" && event.key !== "Escape")) return;
    // The focus goes to the editor before the key has had its effect, which would be a line feed there.
    event.preventDefault();
    if (event.key === "Enter") take();
    else {
      done.current = true;
      onCancel();
    }
    if (done.current) onLeave();
  }
  return (
    <div className="relative shrink-0">
      <input
        autoFocus
        dir="ltr"
        aria-label={filesWords.name}
        aria-invalid={Boolean(problem)}
        aria-describedby={problem ? "file-name-problem" : undefined}
        placeholder={filesWords.namePlaceholder}
        value={value}
        onFocus={({ target }) => target.setSelectionRange(...stem(initial))}
        onChange={({ target }) => {
          setValue(target.value);
          setProblem(undefined);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => !done.current && (value && value !== initial ? take() : onCancel())}
        className={`h-full bg-ink-0 px-3 text-sm text-ink-10 shadow-[inset_0_-2px_0_var(--accent)] outline-none max-md:text-lg ${className}`}
      />
      {problem && (
        <p
          id="file-name-problem"
          role="alert"
          className="absolute top-full start-0 z-20 w-64 rounded-b border border-ink-3 bg-ink-0 p-2 text-sm text-red shadow-layer"
        >
          {problem}
        </p>
      )}
    </div>
  );
}

/** What people change of a path: the name without the folder before it and the ending behind it. */
function stem(path: string): [start: number, end: number] {
  const start = path.lastIndexOf("/") + 1;
  const dot = path.lastIndexOf(".");
  return [start, dot > start ? dot : path.length];
}
