/** `console` as Node has it, written to a run's output. */
import { formatWithOptions, inspect } from "node-inspect-extracted";
import type { Io } from "../language.ts";
import { drawTable } from "./draw-table.ts";

export type Write = Io["write"];

export function makeConsole(write: Write) {
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  let indent = "";

  const line = (kind: "out" | "err", text: string) =>
    write(kind, `${indent}${indent ? text.replaceAll("\n", `\n${indent}`) : text}\n`);
  const print =
    (kind: "out" | "err") =>
    (...values: unknown[]) =>
      line(kind, formatWithOptions({ colors: true }, ...(values as [unknown])));
  const [out, err] = [print("out"), print("err")];
  const passed = (label: string) => `${(performance.now() - (timers.get(label) ?? NaN)).toFixed(3)}ms`;

  return {
    log: out,
    info: out,
    debug: out,
    error: err,
    warn: err,
    trace(...values: unknown[]) {
      err("Trace:", ...values);
    },
    dir(value: unknown, options?: object) {
      line("out", inspect(value, { colors: true, customInspect: false, ...options }));
    },
    table(data: unknown, columns?: string[]) {
      const table = drawTable(data, columns);
      if (table === undefined) out(data);
      else line("out", table);
    },
    group(...values: unknown[]) {
      if (values.length > 0) out(...values);
      indent += "  ";
    },
    groupCollapsed(...values: unknown[]) {
      this.group(...values);
    },
    groupEnd() {
      indent = indent.slice(2);
    },
    assert(isTrue?: unknown, ...values: unknown[]) {
      if (!isTrue) err(...(values.length > 0 ? ["Assertion failed:", ...values] : ["Assertion failed"]));
    },
    count(label = "default") {
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      line("out", `${label}: ${count}`);
    },
    countReset(label = "default") {
      counts.delete(label);
    },
    time(label = "default") {
      timers.set(label, performance.now());
    },
    timeLog(label = "default", ...values: unknown[]) {
      if (timers.has(label)) out(`${label}: ${passed(label)}`, ...values);
    },
    timeEnd(label = "default") {
      if (timers.has(label)) line("out", `${label}: ${passed(label)}`);
      timers.delete(label);
    },
    clear() {},
  };
}
