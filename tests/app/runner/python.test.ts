import "./as-in-worker.ts";
import { expect, test } from "vitest";
import { language } from "../../../app/runner/python/language.ts";
import { assetsFrom, type Ran, ranWith } from "./running.ts";

const assets = assetsFrom(["pyodide/pyodide.asm.wasm", "pyodide/python_stdlib.zip"]);
const run = (...job: Ran) => ranWith(language, assets, ...job);

test("a program runs as __main__, and imports the session's files", async () => {
  const ran = await run({
    "main.py": `
import sys, os
from util import twice
from lib.deep import name
print(__name__, sys.argv, os.path.basename(__file__), os.getcwd(), sys.version_info[:2])
print(twice(21), name, open("data.txt", encoding="utf-8").read())
print("wrong", file=sys.stderr)
sys.stdout.buffer.write("👋".encode()[:2])
sys.stdout.buffer.write("👋".encode()[2:])
os.write(1, b"!\\n")
print("no end", end="")
`,
    "util.py": "def twice(n):\n    return n * 2\n",
    "lib/deep.py": "name = __name__\n",
    "data.txt": "Größe",
  });
  expect(ran.err).toBe("wrong\n");
  expect(ran.out).toBe("__main__ ['main.py'] main.py /home/session (3, 14)\n42 lib.deep Größe\n👋!\nno end");
  expect(ran.exitCode).toBe(0);
});

test("an error ends with code 1 and the frames of people's own code, by the files' paths", async () => {
  const ran = await run({
    "main.py": `import atexit
from lib.util import half
atexit.register(print, "at exit")
def go(n):
    return half(n)
try:
    go("x")
except TypeError as error:
    raise ValueError("no half") from error
`,
    "lib/util.py": "def half(n):\n    return n / 2\n",
  });
  expect(ran).toMatchObject({ exitCode: 1, out: "at exit\n" });
  expect(ran.err.replace(/^ +[~^]+\n/gm, "")).toBe(`Traceback (most recent call last):
  File "main.py", line 7, in <module>
    go("x")
  File "main.py", line 5, in go
    return half(n)
  File "lib/util.py", line 2, in half
    return n / 2
TypeError: unsupported operand type(s) for /: 'str' and 'int'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "main.py", line 9, in <module>
    raise ValueError("no half") from error
ValueError: no half
`);
});

test("a syntax error in what is imported names file and line", async () => {
  const ran = await run({ "main.py": "import util", "util.py": "x = 1\nif x\n    print(x)\n" });
  expect(ran.exitCode).toBe(1);
  expect(ran.err).toMatch(
    /^Traceback.*\n {2}File "main.py", line 1, in <module>\n(?:.*\n){0,2} {2}File "util.py", line 2\n/,
  );
  expect(ran.err).toMatch(/SyntaxError: expected ':'\n$/);
});

test.each([
  ["import sys; sys.exit(3)", 3, ""],
  ["import sys; sys.exit('enough')", 1, "enough\n"],
  ["import os; os._exit(5)", 5, ""],
])("%s ends with its code", async (code, exitCode, err) => {
  const ran = await run({ "main.py": `print(1)\n${code}\nprint(2)` });
  expect(ran).toMatchObject({ exitCode, err, out: "1\n" });
});

test("a program waits for input and for time, by itself and within asyncio", async () => {
  const ran = await run(
    {
      "main.py": `
import asyncio, sys, time
async def slow(n):
    await asyncio.sleep(n / 1000)
    print("slept", n)
    return n
async def main():
    try:
        async with asyncio.timeout(0.001):
            await asyncio.sleep(10)
    except TimeoutError:
        print("too late")
    async with asyncio.TaskGroup() as group:
        for n in (300, 1):
            group.create_task(slow(n))
    time.sleep(0.001)
    print(input("Again? "), sys.stdin.readline())
    return "done"
print("Hello", input("Name? "))
print(asyncio.run(main()))
for line in sys.stdin:
    print(line.strip())
    break
time.sleep(0.001)
print(sys.stdin.read(3), repr(sys.stdin.read()))
input()
`,
    },
    { lines: ["Ada", "yes", "more", "a line", "abcdef", "g"] },
  );
  expect(ran.out).toBe(
    "Name? Hello Ada\ntoo late\nslept 1\nslept 300\nAgain? yes more\n\ndone\na line\nabc 'def\\ng\\n'\n",
  );
  expect(ran.err).toMatch(/EOFError: EOF when reading a line\n$/);
  expect([ran.notes, ran.exitCode]).toEqual(["", 1]);
});

test("tests are told one by one, those of unittest and plain functions, with where and why they failed", async () => {
  const ran = await run(
    {
      "test_sums.py": `import unittest
from util import add

def test_right():
    print("in between")
    assert add(1, 2) == 3

def test_wrong():
    numbers = [1, 2]
    assert len(numbers) == 2
    assert add(
        *numbers) == "four"

def test_other():
    assert not add(1, 1)

def test_deep():
    add(None, 1)

async def test_async():
    assert False, "said"

class Sums(unittest.TestCase):
    def test_sub(self):
        for n in (1, 2):
            with self.subTest(n=n):
                self.assertEqual(add(n, n), 2)
    @unittest.skip("later")
    def test_skipped(self):
        pass
    @unittest.expectedFailure
    def test_expected(self):
        self.fail()

class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise OSError("no disk")
    def test_never(self):
        pass

if __name__ == "__main__":
    unittest.main()
`,
      "util.py": "def add(a, b):\n    return a + b\n",
      "test_not_asked.py": "def test_it(): pass",
    },
    { kind: "tests" },
  );
  const at = (line: number) => ({ path: "test_sums.py", line });
  const told = ran.pieces.flatMap((piece) => {
    if (piece.kind !== "test") return [];
    const { kind: _kind, ms, ...rest } = piece;
    expect(ms).toBeGreaterThanOrEqual(0);
    return [rest];
  });
  expect(told).toEqual([
    { name: ["test_sums", "test_right"], state: "passed" },
    {
      ...{ name: ["test_sums", "test_wrong"], state: "failed", ...at(11) },
      ...{ message: 'assert add(\n        *numbers) == "four"', actual: "3", expected: "'four'" },
    },
    { name: ["test_sums", "test_other"], state: "failed", ...at(15), message: "assert not add(1, 1)" },
    {
      ...{ name: ["test_sums", "test_deep"], state: "failed", ...at(18) },
      message: "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'",
    },
    { name: ["test_sums", "test_async"], state: "failed", ...at(21), message: "said" },
    { name: ["test_sums", "Sums", "test_expected"], state: "passed" },
    { name: ["test_sums", "Sums", "test_skipped"], state: "skipped", message: "later" },
    { name: ["test_sums", "Sums", "test_sub", "(n=1)"], state: "passed" },
    { name: ["test_sums", "Sums", "test_sub", "(n=2)"], state: "failed", ...at(27), message: "4 != 2" },
    {
      ...{ name: ["setUpClass (test_sums.Broken)"], state: "failed", ...at(38) },
      message: "OSError: no disk",
    },
  ]);
  expect(ran).toMatchObject({ exitCode: 1, out: "in between\n", err: "" });
});

test("a file without tests stands for all of the session's, and one that cannot be read fails", async () => {
  const ran = await run(
    {
      "main.py": "print('never')",
      "tests/test_a.py": "import util\ndef test_a(): assert util.one == 1",
      "b_test.py": "def test_b(:",
      "util.py": "one = 1",
    },
    { kind: "tests" },
  );
  const told = ran.pieces.flatMap((piece) => (piece.kind === "test" ? [piece] : []));
  expect(told).toMatchObject([
    { name: ["b_test"], state: "failed", path: "b_test.py", line: 1, message: expect.stringMatching(/SyntaxError/) },
    { name: ["tests.test_a", "test_a"], state: "passed" },
  ]);
  expect(ran).toMatchObject({ exitCode: 1, out: "", err: "" });
});
