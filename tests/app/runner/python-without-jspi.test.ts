import "./as-in-worker.ts";
import { expect, test } from "vitest";
import { language } from "../../../app/runner/python/language.ts";
import { assetsFrom, ranWith } from "./running.ts";

test("a browser that cannot let a program wait for input says so, and everything else runs", async () => {
  Reflect.deleteProperty(WebAssembly, "Suspending");
  const assets = assetsFrom(["pyodide/pyodide.asm.wasm", "pyodide/python_stdlib.zip"]);
  const main = `
import asyncio, time
async def slow(n):
    await asyncio.sleep(n / 1000)
    return n
async def main():
    time.sleep(0.001)
    return await asyncio.gather(slow(2), slow(1))
print(asyncio.run(main()))
input("Name? ")
`;
  const ran = await ranWith(language, assets, { "main.py": main }, { lines: ["Ada"] });
  expect(ran.out).toBe("[2, 1]\nName? ");
  expect(ran.notes).toMatch(/cannot let a program wait/);
  expect(ran.err).toMatch(/EOFError/);
  expect(ran.exitCode).toBe(1);
});
