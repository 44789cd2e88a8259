import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { freePort } from "./free-port.ts";
import { readPage } from "./doc-tables.ts";
import { prepareProcess } from "./process.ts";

const serviceSchema = z.object({
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});

export type Service = z.infer<typeof serviceSchema>;

/** The services of docker-compose.yml, by name. */
export function readCompose(): Record<string, Service> {
  const { services } = z
    .object({ services: z.record(z.string(), serviceSchema) })
    .parse(parse(readPage("docker-compose.yml"), { merge: true }));
  return services;
}

/**
 * Runs docker-compose.yml's own services as plain processes on free ports, with their commands and settings, over a
 * Postgres and a Redis that run already. Stops them when it goes out of scope.
 */
export async function startCompose({
  databaseUrl,
  redisUrl,
  authSecret,
}: {
  databaseUrl: string;
  redisUrl: string;
  authSecret: string;
}) {
  const own = Object.entries(readCompose()).filter(([, { image }]) => image === "tandem");
  const ports = new Map<string, number>();
  for (const [name, { environment }] of own)
    if (environment.PORT ?? environment.COLLAB_PORT) ports.set(name, await freePort());
  const origin = `http://localhost:${ports.get("web")}`;
  /** A value with what Docker would put in its place, and each service where it runs here. */
  const here = (value: string) =>
    value
      .replace(/\$\{\w+:-\}/, "")
      .replace(/\$\{APP_ORIGIN:-[^}]*\}/, origin)
      .replace(/\$\{AUTH_SECRET:\?[^}]*\}/, authSecret)
      .replace(/^postgres:.*@postgres:.*$/, databaseUrl)
      .replace(/^redis:.*$/, redisUrl)
      .replace(/([\w-]+):300[01]/g, (all, name: string) => (ports.has(name) ? `127.0.0.1:${ports.get(name)}` : all));
  const processes = own.map(([name, { command, environment }]) => {
    const port = String(ports.get(name));
    const settings = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, here(value)]));
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: "production" as const,
      ...settings,
      ...(settings.PORT && { PORT: port }),
      ...(settings.COLLAB_PORT && { COLLAB_PORT: port }),
    };
    const [, file = ""] = command ?? [];
    return {
      name,
      origin: `http://127.0.0.1:${port}`,
      running: prepareProcess(path.normalize(file), env, `http://127.0.0.1:${port}`),
    };
  });
  const migration = processes.find(({ name }) => name === "migrate")?.running;
  const lasting = processes.filter(({ name }) => name !== "migrate");
  const dispose = async () => void (await Promise.all(lasting.map(({ running }) => running.stop())));
  try {
    await migration?.run();
    await Promise.all(lasting.map(({ running }) => running.restart()));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { origin, nodes: lasting.filter(({ name }) => name.startsWith("collab")), [Symbol.asyncDispose]: dispose };
}
