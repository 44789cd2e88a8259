import { Check, CircleMinus, X } from "lucide-react";
import { useMemo } from "react";
import { runningWords } from "../../../words/running.ts";
import type { diffLines } from "../editor/line-diff.ts";
import { shortened } from "../review/shortened-diff.ts";
import type { FilePaths } from "./links.ts";
import type { Place } from "./output-line.tsx";
import type { TestResult } from "./run-log.ts";

const looks = {
  passed: { icon: Check, tone: "text-green" },
  failed: { icon: X, tone: "text-red" },
  skipped: { icon: CircleMinus, tone: "text-ink-7" },
};

type Props = {
  test: TestResult;
  paths: FilePaths;
  onPlace: (place: Place) => void;
  /** Compares two texts; undefined until it is loaded. */
  compare: typeof diffLines | undefined;
};

/** How one test went; its name goes to where it stands. */
export function OutputTest({ test, paths, onPlace, compare }: Props) {
  const { name, state, ms, path, line, message, expected, actual } = test;
  const { icon: Icon, tone } = looks[state];
  const words = runningWords.tests;
  const fileId = path === undefined ? undefined : paths.get(path);
  const title = name.join(" › ");
  return (
    <li data-state={state} className="flex items-start gap-2 py-0.5 font-sans whitespace-normal">
      <Icon size={14} aria-hidden="true" className={`mt-0.5 shrink-0 ${tone}`} />
      <div className="min-w-0 grow">
        <span className="sr-only">{`${words.states[state]} `}</span>
        {fileId && line !== undefined ? (
          <button
            type="button"
            onClick={() => onPlace({ fileId, line })}
            className="text-start wrap-anywhere text-ink-10 underline decoration-dotted underline-offset-2 hover:decoration-solid focus-visible:-outline-offset-2"
          >
            {title}
          </button>
        ) : (
          <span className="wrap-anywhere text-ink-10">{title}</span>
        )}
        <span className="ms-2 text-xs text-ink-7 tabular-nums">{words.ms(ms)}</span>
        {message && <p className="font-mono text-xs wrap-anywhere whitespace-pre-wrap text-red">{message}</p>}
        {expected !== undefined && actual !== undefined && compare && (
          <Difference expected={expected} actual={actual} compare={compare} />
        )}
      </div>
    </li>
  );
}

type DifferenceProps = { expected: string; actual: string; compare: typeof diffLines };

function Difference({ expected, actual, compare }: DifferenceProps) {
  const words = runningWords.tests;
  const { shown, more } = useMemo(() => shortened(compare(expected, actual)), [compare, expected, actual]);
  const looks = {
    same: ["", "text-ink-8", ""],
    removed: ["−", "bg-green-tint text-green", words.expected],
    added: ["+", "bg-red-tint text-red", words.actual],
  } as const;
  return (
    <div role="group" aria-label={words.difference} className="mt-1 rounded border border-ink-3 py-1 font-mono text-xs">
      {shown.map(({ kind, text }, nth) => (
        <div key={nth} className={`flex ${looks[kind][1]}`}>
          <span aria-hidden="true" className="w-5 shrink-0 text-center select-none">
            {looks[kind][0]}
          </span>
          <span className="min-w-0 pe-3 wrap-anywhere whitespace-pre-wrap">
            <span className="sr-only">{kind === "same" ? "" : `${looks[kind][2]} `}</span>
            {text || " "}
          </span>
        </div>
      ))}
      {more > 0 && <p className="px-2 pt-1 font-sans text-ink-7">{words.moreLines(more)}</p>}
    </div>
  );
}
