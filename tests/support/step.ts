import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { root } from "./root.ts";

/** Runs a command beside others, and shows what it printed once it is over, so that nothing of them is mixed. */
export async function step(name: string, command: string, args: string[]): Promise<{ name: string; ok: boolean }> {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const [[code], ...printed] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  console.log(`\n${name}\n${printed.join("")}`.trimEnd());
  return { name, ok: code === 0 };
}
