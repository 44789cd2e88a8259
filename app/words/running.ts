import { formatList, formatNumber, plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** Running code: what starts and stops it, and how what it writes is shown. */
export const runningWords = translatable("running", {
  run: "Run",
  stop: "Stop",
  title: "Output",
  height: "Height of the output",
  runsHere: "It runs in this browser, and everybody here sees what it writes.",
  /** Why nothing can be run. */
  problems: {
    over: "Nothing can be run here any more. What was written by runs stays here to read.",
    viewer: "You can only view this session. Its owner can allow viewers to run code, under Share.",
    notYet: "The code is still loading. Try again in a moment.",
    nothing: (languages: string[]) => `None of these files can be run. Files in ${formatList(languages)} can.`,
    /** `language` is the name of one, as `languages` are. */
    notHere: (language: string, languages: string[]) =>
      `${language} cannot be run on this server; whoever runs it can add that. ${formatList(languages)} can be run.`,
    stillRuns: "Your last run has not ended yet. Stop it first.",
    isGone: "The file that ran is not there any more.",
  },
  languages: {
    javascript: "JavaScript",
    python: "Python",
    sql: "SQL",
    lua: "Lua",
    html: "HTML",
    ruby: "Ruby",
    c: "C",
    cpp: "C++",
    postgres: "Postgres",
  },
  /** `path` is that of a file. */
  othersRun: (name: string, path: string) => `${name} runs ${path}`,
  /** Another page of the same person has begun it. */
  runsElsewhere: (path: string) => `${path} runs in another page of yours`,
  show: "Show",
  cut: "The program goes on writing; more than this is not shown.",
  /** Why a run could not go on. */
  broken: {
    memory: "The program took all of the memory that it may have, and was ended.",
    silent:
      "The page does not answer any more: it is busy without end, or has left for another address. It was closed.",
    flood: "The page sent messages without end, and was closed.",
    loops: "Three loops without end held up this page, and the preview was closed. Run it again once they end.",
    loading: "What runs this language could not be loaded. Check your connection, then run again.",
  },
  onlyYou: (why: string) => `Only you see this run: ${why}`,
  nothingYet: (keys: string) => `Nothing has run yet. ${keys} runs the open file.`,
  noOutput: "It has written nothing so far.",
  seconds: (count: number) => `${formatNumber(count, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`,
  minutes: (minutes: number, seconds: number) => `${formatNumber(minutes)} min ${formatNumber(seconds)} s`,
  /** `time` is how long it took. */
  states: {
    running: (time: string) => `Running ${time}`,
    waitsForYou: "Waits for your input",
    waitsFor: (name: string) => `Waits for ${name}'s input`,
    done: (time: string) => `Ended after ${time}`,
    failed: (time: string) => `Failed after ${time}`,
    failedWith: (code: number, time: string) => `Failed (exit ${code}) after ${time}`,
    stopped: (time: string) => `Stopped after ${time}`,
    lost: (name: string) => `${name}'s page is gone`,
  },
  loading: (language: string, megabytes: number) =>
    `${language}: ${formatNumber(megabytes, { maximumFractionDigits: 1 })} MB are loaded once`,
  codeChanged: "Code changed since",
  testCounts: (passed: number, failed: number, skipped: number) =>
    formatList(
      [
        `${formatNumber(passed)} passed`,
        ...(failed > 0 ? [`${formatNumber(failed)} failed`] : []),
        ...(skipped > 0 ? [`${formatNumber(skipped)} skipped`] : []),
      ],
      "unit",
    ),
  buttons: {
    runAgain: "Run again",
    clear: "Clear the output",
    copy: "Copy the output",
    close: "Close the output",
    toEnd: "Jump to the end",
  },
  chooseRun: "Which run is shown",
  copied: "Output copied",
  notCopied: "The browser did not allow copying. Select the output and copy it by hand.",
  /** Read out before a line, and not shown. */
  isError: "Error output:",
  isInput: "Input:",
  dropped: (count: number) =>
    plural(count, {
      one: `${formatNumber(count)} earlier line is not shown.`,
      other: `${formatNumber(count)} earlier lines are not shown.`,
    }),
  table: {
    label: "Result",
    none: "No rows",
    more: (count: number) =>
      plural(count, { one: `${formatNumber(count)} more row`, other: `${formatNumber(count)} more rows` }),
    showMore: (count: number) =>
      plural(count, { one: `Show ${formatNumber(count)} more row`, other: `Show ${formatNumber(count)} more rows` }),
  },
  tests: {
    label: "Tests",
    states: { passed: "Passed:", failed: "Failed:", skipped: "Skipped:" },
    ms: (ms: number) => `${formatNumber(ms, { maximumFractionDigits: 1 })} ms`,
    difference: "Expected and actual",
    expected: "Expected:",
    actual: "Actual:",
    moreLines: (count: number) =>
      plural(count, { one: `And ${formatNumber(count)} more line.`, other: `And ${formatNumber(count)} more lines.` }),
  },
  /** A page of the session, shown beside the code of whoever runs it. */
  preview: {
    title: "Preview",
    width: "Width of the preview",
    /** `path` is that of a file. */
    loaded: (path: string) => `${path} was loaded again`,
    isGone: (path: string) => `${path} is not there any more. The preview shows it as it was.`,
    full: "This preview has written as much as one run may. It goes on; stop it and run it again to see more.",
    reload: "Reload the preview",
    close: "Stop, and close the preview",
    screen: "As wide as",
    screens: { full: "All of the room", tablet: "A tablet", phone: "A phone" },
  },
  input: { label: "Input for the program", send: "Send", end: "End input", endKeys: "Ctrl + D" },
  viewersRun: "Viewers may run code",
  viewersRunHint: "It runs in their own browsers; everybody here sees what it writes.",
  /** Read out, and not shown. */
  announced: {
    done: "Run ended.",
    failed: "Run failed.",
    stopped: "Run stopped.",
    lost: "Run ended: its page is gone.",
    waitsForYou: "Your program waits for input.",
    waitsFor: (name: string) => `${name} waits for input.`,
  },
  /** `typed` are other words that people type for a command. */
  commands: {
    run: { label: "Run this file", typed: "execute start program code play" },
    postgres: { label: "Run with Postgres", typed: "sql database query postgresql pg" },
    sqlite: { label: "Run with SQLite", typed: "sql database query" },
    tests: { label: "Run the tests of this file", typed: "execute test unit check" },
    again: { label: "Run again", typed: "execute repeat last" },
    stop: { label: "Stop the run", typed: "end cancel kill abort program" },
    show: { label: "Show the output", typed: "run console terminal panel" },
    hide: { label: "Hide the output", typed: "run console terminal panel close" },
    showPreview: { label: "Show the preview", typed: "page html website browser" },
    reload: { label: "Reload the preview", typed: "page html website browser refresh" },
    clear: { label: "Clear the output", typed: "run console terminal empty" },
  },
});
