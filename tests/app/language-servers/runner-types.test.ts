import "../runner/as-in-worker.ts";
import ts from "typescript";
import { expect, test } from "vitest";
import { readLib } from "../../../app/language-servers/typescript/libraries.ts";
import { language } from "../../../app/runner/javascript/tests-language.ts";
import { ranWith } from "../runner/running.ts";

/** Where a program finds each of the types that are declared for it. */
const owners: Record<string, string[]> = {
  Process: ["process"],
  Output: ["process.stdout", "process.stderr"],
  StandardInput: ["process.stdin"],
  Declare: ["test.only", "test.skip", "test.skipIf(true)", "test.runIf(false)"],
  DeclareEach: ["test.only", "test.skip"],
  Test: ["test", "describe"],
  Assertion: ["expect(1)"],
  Matchers: ["expect", "expect.not"],
  Expect: ["expect"],
  Assert: ["assert"],
  Mocking: ["vi", "jest"],
  Mock: ["vi.fn()"],
};

test("nothing is declared that a program does not find when it runs", async () => {
  const file = ts.createSourceFile("runner.d.ts", readLib("runner.d.ts") ?? "", ts.ScriptTarget.ESNext);
  const asked: string[] = [];
  const has = (owner: string, name: string) => asked.push(`${JSON.stringify(name)} in Object(${owner})`);
  const namesOf = (members: ts.NodeArray<ts.Node>) =>
    members.flatMap((member) => {
      const { name } = member as ts.NamedDeclaration;
      return name && ts.isIdentifier(name) ? name.text : [];
    });
  const visit = (statement: ts.Statement, owner: string) => {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) has(owner, name.getText(file));
    if (ts.isFunctionDeclaration(statement) && statement.name) has(owner, statement.name.text);
    if (ts.isClassDeclaration(statement) && statement.name) {
      has(owner, statement.name.text);
      for (const name of namesOf(statement.members)) has(`${owner}.createInterface()`, name);
    }
    if (ts.isInterfaceDeclaration(statement))
      for (const each of owners[statement.name.text] ?? [])
        for (const name of namesOf(statement.members)) has(each, name);
    if (!ts.isModuleDeclaration(statement) || !statement.body || !ts.isModuleBlock(statement.body)) return;
    const { statements } = statement.body;
    const inner = ts.isStringLiteral(statement.name) ? `require("${statement.name.text}")` : owner;
    if (inner !== owner) asked.push(`Boolean(${inner})`);
    // What is exported at once is one of those above.
    if (statements.some(ts.isExportAssignment)) return;
    for (const each of statements) visit(each, inner);
  };
  // What each file has for itself is in no object.
  const own = new Set(["require", "module", "exports", "__filename", "__dirname"]);
  for (const statement of file.statements) visit(statement, "globalThis");
  const questions = asked.filter((each) => !own.has(/^"(\w+)" in Object\(globalThis\)$/.exec(each)?.[1] ?? ""));
  expect(questions.length).toBeGreaterThan(150);

  const answers = questions.map((each) => `[${JSON.stringify(each)}, ${each}]`).join(",\n");
  const { process, console } = globalThis;
  Object.assign(globalThis, { addEventListener: () => {} });
  const ran = await ranWith(
    language,
    {},
    {
      "a.test.js": `const found = [${answers}];
process.stdout.write(JSON.stringify(found.filter(([, isThere]) => !isThere).map(([question]) => question)));
test("of each file", () => assert(typeof require === "function" && module.exports === exports && __filename && __dirname));`,
    },
  );
  Object.assign(globalThis, { process, console });
  expect(ran).toMatchObject({ err: "", out: "[]", exitCode: 0 });
});
