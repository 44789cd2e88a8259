import "./as-in-worker.ts";
import { expect, test } from "vitest";
import { language } from "../../../app/runner/lua/language.ts";
import { assetsFrom, type Ran, ranWith } from "./running.ts";

const assets = assetsFrom(["wasmoon/dist/glue.wasm"]);
const run = (...job: Ran) => ranWith(language, assets, ...job);

test("a program writes, and requires the session's files", async () => {
  const ran = await run({
    "main.lua": `
      local util, deep = require "util", require("lib.deep")
      print(util.twice(21), nil, true, 2^53, _VERSION, arg[0])
      io.write("Grö", "ße ", 7, "\\n"):write(deep, "\\n")
      for _, byte in ipairs({ "\\xf0\\x9f", "\\x91\\x8b\\n" }) do io.write(byte) end
      io.stderr:write("wrong\\n")
      for line in io.lines("data.txt") do io.stdout:write("[", line, "]\\n") end
      print(io.type(io.stdout), io.type(7), io.stdout, select("#", coroutine.resume(coroutine.create(function() end))))`,
    "util.lua": "return { twice = function(n) return n * 2 end }",
    "lib/deep.lua": "return ...",
    "data.txt": "one\ntwo\n",
  });
  expect(ran.err).toBe("wrong\n");
  expect(ran.out).toBe(
    "42\tnil\ttrue\t9.007199254741e+15\tLua 5.4\tmain.lua\nGröße 7\nlib.deep\n👋\n[one]\n[two]\nfile\tnil\tfile (stdout)\t1\n",
  );
  expect(ran.exitCode).toBe(0);
});

test("a program waits for lines, from within its own coroutines too", async () => {
  const ran = await run(
    {
      "main.lua": `
        io.write("Name? ")
        print("Hello " .. io.read())
        local words = coroutine.wrap(function() for line in io.lines() do coroutine.yield(line) end end)
        print(words(), words())
        print(io.read("n", "n", "l"))
        print(pcall(function() return io.stdin:read("L") end))
        print(io.read(3), io.read("a"), io.read("l"), io.read(0))
        print(coroutine.running() ~= nil, select(2, coroutine.running()), coroutine.isyieldable())`,
    },
    { lines: ["Ada", "one", "two", "12 0x10 rest", "last", "abcdef", "g"] },
  );
  expect(ran.out).toBe(
    "Name? Hello Ada\none\ttwo\n12\t16\t rest\ntrue\tlast\n\nabc\tdef\ng\n\tnil\tnil\ntrue\ttrue\tfalse\n",
  );
  expect(ran.exitCode).toBe(0);
  const sorted = await run({ "main.lua": "table.sort({ 2, 1 }, function() return io.read() end)" }, { lines: ["x"] });
  expect(sorted.notes).toMatch(/cannot wait for input/);
});

test("errors say where, with people's own frames alone, and end with code 1", async () => {
  const thrown = await run({
    "main.lua": "local util = require 'util'\nlocal function go()\n  util.fail()\nend\ngo()\n",
    "util.lua": "return {\n  fail = function() error('bad') end\n}",
  });
  expect(thrown).toMatchObject({ exitCode: 1, out: "" });
  expect(thrown.err).toMatch(/^util\.lua:2: bad\nstack traceback:\n\tutil\.lua:2: in .*fail.*\n\tmain\.lua:3: .*\n/);
  expect(thrown.err).not.toMatch(/\[C\]|tandem/);
  const syntax = await run({ "lib/main.lua": "print(1)\nlocal = 2" });
  expect(syntax).toMatchObject({ exitCode: 1, out: "", err: "lib/main.lua:2: <name> expected near '='\n" });
  const yielding = await run({ "main.lua": "coroutine.yield(1)" });
  expect(yielding.err).toMatch(/^main\.lua:1: attempt to yield from outside a coroutine\n/);
  const written = await run({ "main.lua": "\nio.write({})" });
  expect(written.err).toMatch(/^main\.lua:2: bad argument #1 to 'write' \(string expected, got table\)\n/);
  const wrapped = await run({ "main.lua": "coroutine.wrap(function() error({}) end)()" });
  expect(wrapped).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^table: /) });
});

test.each([
  ["os.exit(7)", 7],
  ["pcall(os.exit, 3)", 3],
  ["coroutine.wrap(function() os.exit(false) end)()", 1],
  ["os.exit(true)", 0],
])("%s ends at once with its code", async (code, exitCode) => {
  const ran = await run({ "main.lua": `print(1) ${code} print(2)` });
  expect([ran.out, ran.exitCode]).toEqual(["1\n", exitCode]);
});

test("nothing of JavaScript can be reached", async () => {
  const ran = await run({
    "main.lua": `
      local names = {}
      for name in pairs(_G) do names[#names + 1] = name end
      table.sort(names)
      print(table.concat(names, " "))`,
  });
  expect(ran.out.trim()).toBe(
    "_G _VERSION arg assert collectgarbage coroutine debug dofile error getmetatable io ipairs load loadfile math next " +
      "os package pairs pcall print rawequal rawget rawlen rawset require select setmetatable string table tonumber " +
      "tostring type utf8 warn xpcall",
  );
});
