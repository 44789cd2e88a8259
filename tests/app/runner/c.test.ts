import "./as-in-worker.ts";
import { describe, expect, test } from "vitest";
import { sourcesOf, withoutWaysUp } from "../../../app/runner/c/sources.ts";
import { addedLanguage, type Ran, ranWith } from "./running.ts";

// Vitest's stacks are without the places that browsers name.
Object.assign(Error, { prepareStackTrace: undefined });

const added = await addedLanguage("c");

const chosen = (entry: string, contents: Record<string, string>) =>
  sourcesOf({ entry, files: Object.entries(contents).map(([path, content]) => ({ path, content })) }).map(
    ({ path }) => path,
  );
const main = "int main(void) {\n  return 0;\n}\n";

test("a program is all files of its language, or those of its folder where there are several programs", () => {
  const one = { "src/main.c": main, "lib/util.c": "// int main() {\n", "a.cpp": "", "util.h": "", "README.md": main };
  expect(chosen("src/main.c", one)).toEqual(["src/main.c", "lib/util.c"]);
  expect(chosen("lib/util.c", one)).toEqual(["src/main.c", "lib/util.c"]);
  const several = { "a/main.c": main, "a/x/util.c": "", "a/other.c": main, "b/main.c": main, "b/util.c": "" };
  expect(chosen("a/main.c", several)).toEqual(["a/main.c", "a/x/util.c"]);
  expect(chosen("b/main.c", several)).toEqual(["b/main.c", "b/util.c"]);
  expect(chosen("m.cc", { "m.cc": "", "u.cpp": "", "c.c": "", "x.cxx": "" })).toEqual([
    "m.cc",
    "u.cpp",
    "c.c",
    "x.cxx",
  ]);
});

test("an include with a way up names its file from the root", () => {
  const content = '#include "../util.h"\n  # include "./a/../b.h"\n#include "b.h"\n#include <../x.h>\n';
  expect(withoutWaysUp({ path: "lib/deep/util.c", content })).toBe(
    '#include "/lib/util.h"\n  # include "/lib/deep/b.h"\n#include "b.h"\n#include <../x.h>\n',
  );
});

describe.skipIf(!added)("C, where its package is there (docs/running.md)", () => {
  const run = async (...job: Ran) => {
    if (!added) throw new Error("C is not there.");
    return ranWith(added.language, added.assets, ...job);
  };

  test("a program of several files reads, writes, waits, and ends with its code", async () => {
    const ran = await run(
      {
        "main.c": `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "lib/util.h"
int main(void) {
  char line[80];
  int a, b;
  printf("Name? ");
  fgets(line, sizeof line, stdin);
  line[strcspn(line, "\\n")] = 0;
  printf("Hello %s\\n", line);
  scanf("%d %d", &a, &b);
  printf("%d %zu %.2f\\n", twice(a + b), sizeof(long), 0.5);
  FILE *data = fopen("data.txt", "r");
  printf("%s", fgets(line, sizeof line, data));
  fprintf(stderr, "wrong\\n");
  time_t before = time(0);
  sleep(1);
  printf("%d %d", time(0) - before >= 1, scanf("%d", &a));
  exit(7);
}
`,
        "lib/util.h": "int twice(int n);\n",
        "lib/util.c": '#include "../lib/util.h"\nint twice(int n) { return 2 * n; }\n',
        "data.txt": "Größe\n",
      },
      { lines: ["Ada", "20 1"] },
    );
    expect(ran.err).toBe("wrong\n");
    expect(ran.out).toBe("Name? Hello Ada\n42 4 0.50\nGröße\n1 -1");
    expect([ran.notes, ran.exitCode]).toEqual(["", 7]);
  });

  test("errors say where: those of the compiler, of the linker, and of a program that is ended", async () => {
    const wrong = await run({
      "main.c": '#include "lib/a.h"\nint main(void) {\n  return f(1) }\n',
      "lib/a.h": "int f(x);\n",
    });
    expect(wrong).toMatchObject({ exitCode: 1, out: "" });
    expect(wrong.err).toMatch(/^In file included from main\.c:1:\n\.\/lib\/a\.h:1:7: error: /);
    expect(wrong.err).toMatch(/^main\.c:3:14: error: expected ';'/m);
    const unlinked = await run({ "main.c": "int g(void);\nint main(void) { return g(); }\n" });
    expect(unlinked.err).toMatch(/main\.c:2.*undefined symbol: g|undefined symbol: g/);
    const ended = await run({
      "main.c": '#include <stdio.h>\n#include "u.h"\nint main(void) {\n  printf("begun");\n  return half(0);\n}\n',
      "u.h": "int half(int n);\n",
      "u.c": "__attribute__((noinline)) int half(int n) {\n  return 84 / n;\n}\n",
    });
    expect(ended).toMatchObject({ exitCode: 1, out: "begun" });
    expect(ended.err).toMatch(
      /^RuntimeError: divide by zero\n {4}at half \(u\.c:2:13\)\n {4}at main \(main\.c:5:\d+\)\n$/,
    );
    const deep = await run({
      "main.c":
        "int f(int n) {\n  volatile int a[9] = {n};\n  return f(n + 1) + a[0];\n}\nint main(void) { return f(0); }\n",
    });
    expect(deep.err).toMatch(/^\w+Error: .*\n {4}at f \(main\.c:[123]:\d+\)\n/);
    const asserted = await run({ "main.c": "#include <assert.h>\nint main(int n, char **a) {\n  assert(n > 5);\n}\n" });
    expect(asserted.err).toMatch(/^Assertion failed: n > 5 \(main\.c: main: 3\)\n/);
    expect(asserted.exitCode).toBe(1);
  });

  test("C++: files of both languages, streams, containers, an error's line", { timeout: 600_000 }, async () => {
    const ran = await run(
      {
        "main.cpp": `#include <iostream>
#include <map>
#include <string>
#include <vector>
extern "C" int twice(int n);
int main() {
  std::string word;
  std::cout << "Words? ";
  std::map<std::string, int> counts;
  while (std::cin >> word) counts[word]++;
  for (const auto &[name, count] : counts) std::cout << name << ' ' << twice(count) << '\\n';
  std::vector<int> numbers{1};
  return numbers.at(3);
}
`,
        "util.c": "int twice(int n) { return 2 * n; }\n",
      },
      { lines: ["b a", "b"] },
    );
    expect(ran.out).toBe("Words? a 2\nb 4\n");
    expect(ran.err).toMatch(/"vector"\nRuntimeError: unreachable\n {4}at .*main\.cpp:13:\d+\)?\n$/);
    expect(ran.exitCode).toBe(1);
    const thrown = await run({ "main.cpp": "int main() {\n  throw 1;\n}\n" });
    expect(thrown.err).toMatch(/^main\.cpp:2:3: error: cannot use 'throw' with exceptions disabled/);
  });
});
