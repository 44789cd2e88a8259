import { existsSync } from "node:fs";
import path from "node:path";
import toml from "toml";
import { expect, test } from "vitest";
import { z } from "zod";
import { readEnv as readWebEnv, webEnv } from "../../app/server/env.ts";
import { collabEnv, readEnv as readCollabEnv } from "../../collab/env.ts";
import { readCompose, startCompose } from "../support/compose.ts";
import { connect } from "../support/connection.ts";
import { createDatabase } from "../support/database.ts";
import { readPage } from "../support/doc-tables.ts";
import { readMetric } from "../support/metrics.ts";
import { AUTH_SECRET, newSession, signUpGuest } from "../support/person.ts";
import { root } from "../support/root.ts";
import { startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";

const settings = Object.keys({ ...webEnv, ...collabEnv });
const secrets = { DATABASE_URL: "postgres://x/x", AUTH_SECRET: "x".repeat(32), REDIS_URL: "rediss://x" };
const operational = ["/healthz", "/readyz"];
const check = z.object({ processes: z.array(z.string()).optional(), port: z.number().optional(), path: z.string() });
const flySchema = z.object({
  app: z.string(),
  kill_signal: z.literal("SIGTERM"),
  kill_timeout: z.number().min(15).max(300),
  build: z.object({ dockerfile: z.string() }),
  deploy: z.object({ release_command: z.string(), max_unavailable: z.literal(1) }),
  env: z.record(z.string(), z.string()),
  processes: z.record(z.string(), z.string()),
  http_service: z.object({ processes: z.array(z.string()), internal_port: z.number(), checks: z.array(check) }),
  checks: z.record(z.string(), check),
  metrics: z.array(check),
  vm: z.array(z.object({ processes: z.array(z.string()) })),
});

test("P12 fly.toml names files, settings, ports and pages that there are", () => {
  const fly = flySchema.parse(toml.parse(readPage("fly.toml")));
  const [web, collab] = [
    readWebEnv({ ...secrets, ...fly.env, FLY_REGION: "fra" }),
    readCollabEnv({ ...secrets, ...fly.env }),
  ];
  for (const name of Object.keys(fly.env)) expect(settings).toContain(name);
  expect(Object.keys(fly.processes)).toEqual(["web", "collab"]);
  for (const command of [...Object.values(fly.processes), fly.deploy.release_command])
    expect(existsSync(path.join(root, command.replace("node ", "")))).toBe(true);
  expect(web.REGION).toBe("fra");
  expect(web.COLLAB_NODES).toBe(`dns:collab.process.${fly.app}.internal:${collab.COLLAB_PORT}`);
  expect(fly.http_service).toMatchObject({ processes: ["web"], internal_port: web.PORT });
  const ports: Record<string, number> = { web: web.PORT, collab: collab.COLLAB_PORT };
  for (const { processes = [], port } of Object.values(fly.checks)) expect(port).toBe(ports[processes[0] ?? ""]);
  for (const { path: page } of [...fly.http_service.checks, ...Object.values(fly.checks)])
    expect(operational).toContain(page);
  const metricsPorts: Record<string, number | undefined> = {
    web: web.METRICS_PORT,
    collab: collab.COLLAB_METRICS_PORT,
  };
  for (const { processes = [], port, path: page } of fly.metrics)
    expect([port, page]).toEqual([metricsPorts[processes[0] ?? ""], "/metrics"]);
  expect(Object.values(metricsPorts)).not.toContain(fly.http_service.internal_port);
  for (const groups of [fly.metrics, fly.vm])
    expect(groups.map(({ processes }) => processes?.[0])).toEqual(["web", "collab"]);
});

test("P12 the Dockerfile copies what there is, everything that the processes import, and no development", () => {
  const dockerfile = readPage("Dockerfile");
  const [, last = ""] = dockerfile.split(/^FROM node:24-slim$/m);
  const copied = [...last.matchAll(/^COPY (?!--)(\S+)/gm)].map(([, source = ""]) => source);
  expect(copied.sort()).toEqual(["app", "collab", "db", "migrations", "observe", "package.json", "protocol"]);
  const allowed = [...readPage(".dockerignore").matchAll(/^!(.+)$/gm)].map(([, name = ""]) => name);
  for (const name of allowed) expect(existsSync(path.join(root, name)), name).toBe(true);
  for (const name of copied) expect(allowed).toContain(name);
  expect(last).toContain("USER node");
  expect(dockerfile).toContain("--omit=dev");
});

test("P12 P2 the topology of docker-compose.yml runs: two collab nodes, one web, people in one text", async () => {
  const services = readCompose();
  for (const { environment, image } of Object.values(services)) {
    if (image === "tandem") for (const name of Object.keys(environment)) expect(settings).toContain(name);
  }
  for (const { depends_on } of Object.values(services))
    for (const name of Object.keys(depends_on)) expect(services).toHaveProperty(name);
  await using database = await createDatabase();
  await using redis = await startRedis();
  await using compose = await startCompose({
    databaseUrl: database.databaseUrl,
    redisUrl: redis.url,
    authSecret: AUTH_SECRET,
  });
  const [ada, grace] = [await signUpGuest(database, "Ada"), await signUpGuest(database, "Grace")];
  const used = new Set<string>();
  for (let i = 0; i < 20 && used.size < 2; i++) {
    const sessionId = await newSession(database, ada.user, { content: "" });
    using adas = connect(compose.origin, sessionId, ada);
    using graces = connect(compose.origin, sessionId, grace);
    await Promise.all([adas.synced, graces.synced]);
    adas.text().insert(0, "composed");
    await until(() => graces.text().toString() === "composed");
    await adas.durable();
    for (const { name, origin } of compose.nodes)
      if ((await readMetric(origin, "tandem_connections")) > 0) used.add(name);
  }
  expect([...used].sort()).toEqual(["collab-1", "collab-2"]);
});
