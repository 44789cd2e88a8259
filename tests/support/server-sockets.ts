import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The inodes of a port's connections over IPv4, in any state, on the side of the server. */
function connectionsAt(port: number): Set<string> {
  const local = port.toString(16).toUpperCase().padStart(4, "0");
  const lines = readFileSync("/proc/net/tcp", "utf8").split("\n").slice(1);
  const fields = lines.map((line) => line.trim().split(/\s+/));
  // 0A is whoever listens.
  return new Set(
    fields.filter((each) => each[1]?.endsWith(`:${local}`) && each[3] !== "0A").map((each) => each[9] ?? ""),
  );
}

/** How many connections that were made to `port` a process holds, whoever has accepted them. */
export function heldBy(pid: number, port: number): number {
  const connections = connectionsAt(port);
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return connections.has(/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? "");
    } catch {
      // It has been closed meanwhile.
      return false;
    }
  }).length;
}
