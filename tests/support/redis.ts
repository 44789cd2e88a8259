import { Redis as RedisClient } from "ioredis";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { freePort } from "./free-port.ts";
import { until } from "./until.ts";

export type TestRedis = Awaited<ReturnType<typeof startRedis>>;

/** A `redis-server` of its own on a free port, that keeps nothing on disk. */
export async function startRedis() {
  const port = await freePort();
  let child: ChildProcess | undefined;
  async function start() {
    child = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], {
      stdio: "ignore",
    });
    await Promise.race([
      until(() => canConnect(port)),
      once(child, "error").then(() => Promise.reject(new Error("These tests need redis-server: install it."))),
    ]);
  }
  async function kill() {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
  await start();
  const url = `redis://127.0.0.1:${port}`;
  return {
    url,
    start,
    kill,
    /** Stands still, with its connections open, until `resume()`. */
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
    spy: () => spyOn(url),
    [Symbol.asyncDispose]: kill,
  };
}

/** Sees what is published, and does not count as a listener. What is not text in a message is escaped, as `\\x00`. */
async function spyOn(url: string) {
  const client = new RedisClient(url);
  const monitor = await client.monitor();
  const published: { channel: string; message: string }[] = [];
  monitor.on("monitor", (_time: string, [command, channel = "", message = ""]: string[]) => {
    if (command === "publish") published.push({ channel, message });
  });
  let lastRead = 0;
  return {
    /** All that has been published by now. */
    async read() {
      const mark = { channel: "spy", message: String(++lastRead) };
      await client.publish(mark.channel, mark.message);
      await until(() => published.some(({ channel, message }) => channel === "spy" && message === mark.message));
      return published.filter(({ channel }) => channel !== "spy");
    },
    [Symbol.dispose]() {
      monitor.disconnect();
      client.disconnect();
    },
  };
}

const canConnect = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket
      .on("connect", () => resolve(true))
      .on("error", () => resolve(false))
      .on("connect", () => socket.destroy());
  });
