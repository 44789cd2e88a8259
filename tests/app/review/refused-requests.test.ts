import { expect, test } from "vitest";
import { openModel } from "../../../app/review/model.ts";
import { type Asked, type Mode, startOpenAI } from "../../support/openai-stand-in.ts";
import { CODE, findings } from "./reviewed-code.ts";

/**
 * What is given up, and that it stays so: what the last request had, and how many there were, the first time and the
 * second.
 */
const mended: [Mode, Partial<Asked>, [number, number]][] = [
  [
    "must-verify",
    { stream: false, response_format: expect.objectContaining({ type: "json_schema" }) as { type: string } },
    [2, 1],
  ],
  [
    "no-system",
    { messages: [{ role: "user", content: expect.stringContaining("You review code") as string }] },
    [2, 1],
  ],
  [
    "no-system-template",
    { messages: [{ role: "user", content: expect.stringContaining("2|   return a - b;") as string }] },
    [2, 1],
  ],
  [
    "no-options",
    { stream: true, stream_options: undefined, response_format: expect.anything() as { type: string } },
    [2, 1],
  ],
  ["strict-body", { stream: true, stream_options: undefined, response_format: undefined }, [2, 1]],
  ["vague", { stream: true, stream_options: undefined, response_format: undefined }, [2, 1]],
  ["wants-limit", { max_tokens: 8_192 }, [2, 1]],
  ["wants-new-limit", { max_tokens: undefined, max_completion_tokens: 8_192 }, [3, 1]],
  ["grammar", { response_format: undefined }, [2, 1]],
  ["grammar-midway", { response_format: undefined }, [2, 1]],
  ["guided", { response_format: undefined }, [2, 1]],
  // A guess, which is not kept.
  ["500-vague", { response_format: undefined }, [3, 3]],
];

test("P14 what a server refuses is left out, and stays so; nothing else is", async () => {
  for (const [mode, last, counts] of mended) {
    await using own = await startOpenAI();
    const reviewer = openModel({ ...own.env, OPENAI_PRICES: undefined });
    own.behave(mode, findings);
    for (const count of counts) {
      const titles: unknown[] = [];
      const before = own.asked.length;
      const answer = await reviewer?.review(
        { code: CODE, firstLine: 1, language: "javascript" },
        {
          signal: AbortSignal.timeout(60_000),
          onUsage: () => {},
          onFinding: async (finding) => void titles.push((finding as { title: string }).title),
        },
      );
      expect([mode, answer, titles, own.asked.length - before]).toEqual([
        mode,
        { summary: "It works, mostly.", unreadable: 0 },
        ["Says nothing", "Subtracts"],
        count,
      ]);
    }
    expect({
      mode,
      stream_options: undefined,
      response_format: undefined,
      max_tokens: undefined,
      ...own.asked.at(-1),
    }).toMatchObject({ mode, ...last });
  }
});
