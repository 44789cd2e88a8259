import { get } from "node:http";
import { text } from "node:stream/consumers";

/** A line of `/metrics`: `bucket`s of a histogram, its `_sum` and `_count` are lines of their own. */
export type Sample = { name: string; labels: Record<string, string>; value: number };

/** Where the numbers of a process are that answers at a port. */
const metricsPorts = new Map<string, number>();

/** Remembers where a process that answers at `origin`, by whatever name of this machine, has its numbers. */
export const noteMetrics = (origin: string, metricsPort: number) =>
  void metricsPorts.set(new URL(origin).port, metricsPort);

/** Where the numbers of the process are that answers at `origin`. */
export function metricsAddress(origin: string): string {
  const port = metricsPorts.get(new URL(origin).port);
  if (port === undefined) throw new Error(`Nobody has said where the process at ${origin} has its metrics.`);
  return `http://127.0.0.1:${port}/metrics`;
}

/** Over a connection of its own: a test that keeps this process busy would use one again that the server is closing. */
const readPage = (origin: string) =>
  new Promise<string>((resolve, reject) => {
    get(metricsAddress(origin), { agent: false }, (response) => void text(response).then(resolve, reject)).on(
      "error",
      reject,
    );
  });

/** Everything that a process shows at `/metrics`. */
export async function readSamples(origin: string): Promise<Sample[]> {
  return [...(await readPage(origin)).matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(
    ([, name = "", labels = "", value]) => ({
      name,
      labels: Object.fromEntries(
        [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", word = ""]) => [key, word]),
      ),
      value: Number(value),
    }),
  );
}

/**
 * The names of all metrics that a process has, also of those that have not counted anything yet; a histogram's three.
 */
export async function readMetricNames(origin: string): Promise<string[]> {
  return [...(await readPage(origin)).matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = "", type]) =>
    type === "histogram" || type === "summary" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
}

/**
 * A number that a process shows at `/metrics`. `name` may have labels, in any order; several lines that fit are added
 * up, none are 0.
 */
export async function sumOf(origin: string, name: string, labels: Record<string, string> = {}): Promise<number> {
  const fits = (sample: Sample) =>
    sample.name === name && Object.entries(labels).every(([key, word]) => sample.labels[key] === word);
  return (await readSamples(origin)).filter(fits).reduce((sum, { value }) => sum + value, 0);
}

/** The one number of a metric at `/metrics`, its labels written as there. */
export async function readMetric(origin: string, name: string): Promise<number> {
  const value = (await readPage(origin)).match(new RegExp(`^${name.replace(/[{}]/g, "\\$&")} (\\S+)$`, "m"))?.[1];
  if (value === undefined) throw new Error(`There is no metric ${name}.`);
  return Number(value);
}

/** How many documents a collab node holds in memory. */
export const documentCount = (collabOrigin: string) => readMetric(collabOrigin, "tandem_documents");
