import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./free-port.ts";
import { until } from "./until.ts";

const program =
  ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"].find((file) => existsSync(file)) ??
  "pgbouncer";

/** As root it refuses to run; Debian's `nobody` is always there. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return;
  const [, , uid, gid] = /^nobody:.*$/m.exec(readFileSync("/etc/passwd", "utf8"))?.[0].split(":") ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** A PgBouncer before the server of a connection string. Going out of scope ends it. */
export async function startPgBouncer(server: string, mode: "transaction" | "session") {
  const { hostname, port, username, password } = new URL(server);
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-pooler-"));
  const listenPort = await freePort();
  const config = path.join(folder, "pgbouncer.ini");
  const users = path.join(folder, "users.txt");
  writeFileSync(users, `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`);
  writeFileSync(
    config,
    `[databases]
* = host=${hostname} port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = ${mode}
default_pool_size = 20
`,
  );
  const user = unprivileged();
  for (const file of [folder, config, users]) {
    if (user) chownSync(file, user.uid, user.gid);
    chmodSync(file, file === folder ? 0o700 : 0o600);
  }
  const child: ChildProcess = spawn(program, [config], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], ...user });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  child.on("error", (error) => (output += String(error)));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const answers = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(listenPort, "127.0.0.1");
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.end());
    });
  await until(async () => hasEnded() || (await answers()));
  if (hasEnded()) throw new Error(`PgBouncer did not start:\n${output}`);
  return {
    /** The same database, through the pooler. */
    over(databaseUrl: string): string {
      const url = new URL(databaseUrl);
      url.host = `127.0.0.1:${listenPort}`;
      return url.href;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await until(hasEnded);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
