/** What the code is written in can be read: on the page, on the line that one writes in, and where a word is marked. */
import { hc_light, vs, vs_dark } from "monaco-editor/editor/standalone/common/themes";
import { expect, test } from "vitest";
import { themes } from "../../app/routes/sessions.$sessionId/editor/monaco-themes.client.ts";

/** WCAG's AA for text of this size. */
const LEAST = 4.5;

const channels = (color: string) =>
  [0, 2, 4].map((at) => parseInt(color.replace("#", "").slice(at, at + 2), 16)) as [number, number, number];

function luminance(color: [number, number, number]): number {
  const [r, g, b] = color.map((value) =>
    value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: [number, number, number], other: [number, number, number]): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** A colour with an alpha, `#rrggbbaa`, over another. */
function over(veil: string, ground: string): [number, number, number] {
  const alpha = parseInt(veil.slice(7, 9), 16) / 255;
  const below = channels(ground);
  return channels(veil).map((value, at) => value * alpha + (below[at] ?? 0) * (1 - alpha)) as [number, number, number];
}

test.each([
  ["tandem-light", vs],
  ["tandem-dark", vs_dark],
  ["tandem-hc-light", hc_light],
] as const)("%s", (name, base) => {
  const { rules, colors } = themes[name];
  const [page = "#ffffff", line = page, veil = "#00000000"] = [
    colors["editor.background"],
    colors["editor.lineHighlightBackground"],
    colors["editor.wordHighlightBackground"],
  ];
  const grounds = [channels(page), channels(line), over(veil, line)];
  const own = new Map(rules.map(({ token, foreground }) => [token, foreground]));
  const shown = new Map([...base.rules.map(({ token, foreground }) => [token, foreground] as const), ...own]);
  expect(shown.size).toBeGreaterThan(30);
  const poor = [...shown]
    .filter(([, foreground]) => foreground !== undefined)
    .map(([token, foreground = ""]) => ({
      token,
      ratio: Math.min(...grounds.map((ground) => contrast(channels(foreground), ground))),
    }))
    .filter(({ ratio }) => ratio < LEAST);
  expect(poor).toEqual([]);
  // High contrast has Monaco's own, which are black on white.
  const { "editorInlayHint.foreground": hint } = colors;
  if (!hint) return;
  for (const ground of grounds.slice(0, 2))
    expect(contrast(channels(hint), ground), "a hint in the code").toBeGreaterThanOrEqual(LEAST);
});
