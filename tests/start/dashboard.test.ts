import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";
import { expect } from "vitest";
import { z } from "zod";
import { readPage } from "../support/doc-tables.ts";
import { readMetricNames, readSamples } from "../support/metrics.ts";
import { stackTest } from "../support/stack-test.ts";

const target = z.object({ expr: z.string() });
const panel = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string().min(3),
  description: z.string().optional(),
  targets: z.array(target).default([]),
});
const dashboardSchema = z.object({
  uid: z.literal("tandem"),
  panels: z.array(panel),
  templating: z.object({ list: z.array(z.object({ name: z.string() })) }),
});
const rule = z.strictObject({
  alert: z.string().regex(/^Tandem[A-Z]\w+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[sm]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(["warning", "critical"]) }),
  annotations: z.strictObject({ summary: z.string().regex(/\.$/), action: z.string().regex(/\.$/) }),
});
const alertsSchema = z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(rule) })) });

/** What a query asks for: names of metrics, and the labels it selects or groups by. Throws when it is no PromQL. */
function readQuery(query: string) {
  const text = query.replaceAll("$__rate_interval", "5m");
  const found = { metrics: [] as string[], labels: [] as string[] };
  parser.parse(text).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`This is no PromQL at ${from}: ${text}`);
      const word = text.slice(from, to);
      if (type.name === "Identifier") found.metrics.push(word);
      if (type.name === "LabelName") found.labels.push(word);
    },
  });
  return found;
}

/** Prometheus gives a process its `instance`, and a histogram's buckets have their bound. */
const OWN_LABELS = ["instance", "le"];

const test = stackTest()
  /** What there is to ask for, with what Prometheus adds of itself. */
  .extend(
    "names",
    { scope: "file" },
    async ({ stack }) =>
      new Set(["up", ...(await readMetricNames(stack.origin)), ...(await readMetricNames(stack.collabOrigin))]),
  );

test("P13 the dashboard and the alerts ask only for metrics and labels that there are", ({ names }) => {
  const { panels, templating } = dashboardSchema.parse(JSON.parse(readPage("docs/grafana-dashboard.json")));
  const rules = alertsSchema.parse(parse(readPage("docs/alerts.yml"))).groups.flatMap((group) => group.rules);
  const queries = [...panels.flatMap(({ targets }) => targets), ...rules].map(({ expr }) => expr);
  expect(queries.length).toBeGreaterThan(40);
  const asked = queries.map(readQuery);
  for (const { metrics } of asked) {
    expect(metrics.length).toBeGreaterThan(0);
    for (const name of metrics) expect([...names]).toContain(name);
  }
  const source = ["observe/process-metrics.ts", "collab/metrics.ts", "app/server/metrics.ts"].map(readPage).join("\n");
  const declared = new Set([...source.matchAll(/"(\w+)"/g)].map(([, word]) => word));
  for (const label of asked.flatMap(({ labels }) => labels))
    expect(OWN_LABELS.includes(label) || declared.has(label), label).toBe(true);
  expect(templating.list.map(({ name }) => name)).toEqual(["datasource", "instance"]);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});

test("P13 every metric of ours is on the dashboard or in an alert", async ({ stack }) => {
  const written = readPage("docs/grafana-dashboard.json") + readPage("docs/alerts.yml");
  const ours = (await Promise.all([stack.origin, stack.collabOrigin].map(readSamples)))
    .flat()
    .map(({ name }) => name.replace(/_(bucket|sum|count)$/, ""));
  for (const name of new Set(ours.filter((each) => each.startsWith("tandem_")))) expect(written).toContain(name);
});

test("P13 what deployment.md tells to watch exists", ({ names }) => {
  const page = readPage("docs/deployment.md");
  const told = [...page.matchAll(/`((?:tandem|nodejs|process)_\w+)`/g)].map(([, name = ""]) => name);
  expect(told.length).toBeGreaterThan(5);
  for (const name of told) expect(names.has(name) || names.has(`${name}_bucket`), name).toBe(true);
});
