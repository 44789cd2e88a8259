/** Who and what the pictures show: little, and as much as there may ever be. */
import { createInvite } from "../../db/invites.ts";
import { addMessage } from "../../db/messages.ts";
import { joinByLink } from "../../db/participants.ts";
import { addFile } from "../../protocol/layout.ts";
import { MAX_FILES, MAX_FINDINGS } from "../../protocol/limits.ts";
import { connect } from "../support/connection.ts";
import type { OpenAIStandIn } from "../support/openai-stand-in.ts";
import { newId, type Person } from "../support/person.ts";
import { said } from "../support/openai-answers.ts";
import type { Stack } from "../support/stack.ts";
import { furnishRuns } from "./runs.ts";

const PEOPLE = 40;
const MESSAGES = 500;
const LONG_NAME = "Bartholomew Featherstonehaugh-Cholmondeley the Third of Ashby";
const NAMES = [LONG_NAME, "عبد الرحمن بن محمد", "寿限無寿限無五劫の擦り切れ", "I", "Ada 👩🏽‍💻", "W".repeat(64)];
const LONG_LINE = `const wide = "${"x".repeat(400)}";`;

export type Furniture = Awaited<ReturnType<typeof furnish>>;

export async function furnish(stack: Stack, openAI: OpenAIStandIn) {
  const ended = new DisposableStack();
  const [ada, alone] = [await stack.signUp("Ada Lovelace"), await stack.signUp(LONG_NAME)];
  for (let n = 0; n < 30; n++)
    await stack.newSession(ada.user, {
      title: n % 3 ? `Session ${n}` : "A title that goes on and on without an end ".repeat(3).slice(0, 120),
      visibility: (["private", "link", "public"] as const)[n % 3],
    });

  const empty = await stack.newSession(alone.user, { title: "Untitled session", visibility: "private" });
  const crowded = await stack.newSession(ada.user, {
    title: "The interview of the year, with everybody who has ever written a line of it, עברית",
    content: Array.from({ length: 300 }, (_, n) => (n % 50 ? `let value${n} = ${n};` : LONG_LINE)).join("\n"),
  });
  const script = connect(stack.origin, crowded, ada);
  ended.use(script);
  await script.synced;
  script.ydoc.transact(() => {
    for (let n = 0; n < MAX_FILES - 1; n++)
      addFile(script.ydoc, {
        id: newId(),
        path: `${["src", "src/components/deep/deeper", "test"][n % 3]}/file-${n}.ts`,
        language: "typescript",
        content: `export const n = ${n};\n`,
      });
  });
  const people: Person[] = [];
  for (let n = 0; n < PEOPLE; n++) {
    const person = await stack.signUp(NAMES[n] ?? `Person ${n}`);
    people.push(person);
    await joinByLink(stack.db, person.user, crowded);
    const tab = ended.use(connect(stack.origin, crowded, person));
    await tab.synced;
    tab.provider.setAwarenessField("file", null);
  }
  for (let n = 0; n < MESSAGES; n++)
    await addMessage(stack.db, {
      id: newId(),
      sessionId: crowded,
      userId: people[n % 7]?.user.id ?? ada.user.id,
      body: message(n),
    });
  openAI.behave(
    "good",
    Array.from({ length: MAX_FINDINGS }, (_, n) =>
      said({
        severity: ["error", "warning", "info"][n % 3],
        title:
          n % 4 ? `Finding number ${n}` : "A title of a finding that is as long as a title may be, and then some more",
        message: "The reason why, in a sentence or two. It may be rather long, and it may name things like `value`.",
        startLine: 3 * n + 2,
        quote: `let value${3 * n + 1} = ${3 * n + 1};`,
        replacement: n % 2 ? `const value${3 * n + 1} = ${3 * n + 1};` : null,
      }),
    ),
    "Most of it is never used. The names say little, and a line of it is too long to be read.",
  );
  const { token } = await createInvite(stack.db, { sessionId: crowded, createdBy: ada.user.id, role: "editor" });
  const runs = await furnishRuns(stack, ada);
  return { ada, alone, empty, crowded, token, runs, [Symbol.asyncDispose]: async () => ended.dispose() };
}

function message(n: number): string {
  if (n % 11 === 3) return "```ts\nfunction add(a: number, b: number) {\n  return a + b;\n}\n```";
  if (n % 11 === 5) return "שלום לכולם, what about `value7`? https://example.com/a/rather/long/address?that=goes&on=1";
  if (n % 11 === 7) return "x".repeat(300);
  return `Message ${n}: shall we take the other way, or is this one good enough for now?`;
}
