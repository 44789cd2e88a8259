/** What language servers explain, as the page shows it: Markdown that fetches nothing. */
import { expect, test } from "vitest";
import { toDocumentation, toMarkdown } from "../../app/routes/sessions.$sessionId/understanding/markdown.ts";

test("an image in an explanation is a link, however it is written", () => {
  const images = ["![a](https://a.example/b.png)", "text ![a][ref]\n\n[ref]: https://a.example/b.png", "\\`![a](b)\\`"];
  for (const value of images) {
    for (const { value: shown } of [toMarkdown(value), toMarkdown({ kind: "markdown", value })]) {
      expect(shown).not.toContain("![");
      expect(shown.replaceAll("\u2060", "")).toBe(value);
    }
    expect(toDocumentation({ kind: "markdown", value })).toEqual(toMarkdown(value));
  }
});

test("plain text is no Markdown, and nothing that is shown is trusted", () => {
  const { value, ...rest } = toMarkdown({ kind: "plaintext", value: "*a* [b](https://c.example)\n<i>" });
  expect(value).toBe("\\*a\\* \\[b\\]\\(https://c\\.example\\)  \n\\<i\\>");
  expect(rest).toEqual({});
  expect(toDocumentation("*a*")).toBe("*a*");
});
