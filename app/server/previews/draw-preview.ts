/** The picture that messengers show beside a link: the logo, and the session's title where the link shows that. */
import { serverWords } from "../../words/server.ts";
import { escaped } from "../escaped.ts";
import { hasGlyphs, rasterize, widthOf } from "./rasterizer.ts";

const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 88;
const ROOM = WIDTH - 2 * MARGIN;

const MAX_SIZE = 92;
const MAX_LINES = 3;
/** What fits at a size that can be read where the picture is as small as a thumb. */
const LINE_CHARS = 26;

/** As in the dark theme. */
const PAPER = "#1b1b20";
const INK = "#f4f4f7";
const PALE = "#a3a3b0";
const ACCENT = "#7d7dff";

/** A PNG of 1200 × 630; without a title, or with one in letters that the typeface lacks, the one for all links. */
export async function drawPreview(title?: string): Promise<Uint8Array> {
  const lines = linesOf(title ?? "");
  return rasterize(lines.length > 0 ? await titled(lines) : neutral(), WIDTH);
}

/** A title in at most three lines; none where a part of it would be missing. Pictographs are left out. */
export function linesOf(title: string): string[] {
  const text = title
    .normalize("NFC")
    .replace(/\u200d|\ufe0f|\u20e3|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu, "")
    // © is one of them, and a letter of the typeface.
    .replace(/\p{Extended_Pictographic}/gu, (sign) => (hasGlyphs(sign) ? sign : ""))
    .replace(/\s+/g, " ")
    // No XML has these.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .trim();
  if (text === "" || !hasGlyphs(text)) return [];
  const lines = wrap(text);
  if (lines.length <= MAX_LINES) return lines;
  const last = [...(lines[MAX_LINES - 1] ?? "")].slice(0, LINE_CHARS - 1).join("");
  return [...lines.slice(0, MAX_LINES - 1), `${last.trimEnd()}…`];
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if ([...longer].length <= LINE_CHARS) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    // A word that no line holds is cut where the line ends.
    const parts = [...word];
    while (parts.length > LINE_CHARS) lines.push(parts.splice(0, LINE_CHARS).join(""));
    line = parts.join("");
  }
  return line ? [...lines, line] : lines;
}

const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Inter" font-weight="600">${content}</svg>`;
const text = (content: string, { x = MARGIN, y = 0, size = 0, fill = INK, spacing = -0.02 }) =>
  `<text x="${x}" y="${y}" font-size="${size}" letter-spacing="${spacing * size}" fill="${fill}">${escaped(content)}</text>`;

/** The two carets of `ui/logo.tsx`, so many pixels high. */
const logo = (x: number, y: number, size: number) =>
  `<g transform="translate(${x} ${y}) scale(${size / 24})" fill="none" stroke-width="3" stroke-linecap="round">
    <path d="M7.5 20 11 4" stroke="${ACCENT}"/><path d="M16.5 20 13 4" stroke="${INK}"/></g>`;

const paper = `<rect width="${WIDTH}" height="${HEIGHT}" fill="${PAPER}"/>`;

const SLOGAN_BASELINE = 424;
const SLOGAN_LINE = 64;

function neutral(): string {
  const slogan = serverWords.slogan
    .split("\n")
    .map((line, nth) => text(line, { y: SLOGAN_BASELINE + nth * SLOGAN_LINE, size: 46, fill: PALE }));
  return svg(
    paper +
      logo(MARGIN - 44, 158, 176) +
      text("Tandem", { x: MARGIN + 128, y: 292, size: 132, spacing: -0.03 }) +
      slogan.join(""),
  );
}

/** All lines in one size: the largest in which the longest one fits. */
async function titled(lines: string[]): Promise<string> {
  const column = (size: number) =>
    lines.map((line, nth) => text(line, { y: firstBaseline(size) + nth * size * 1.22, size })).join("");
  const firstBaseline = (size: number) => HEIGHT / 2 + 46 - ((lines.length - 1) * size * 1.22) / 2 + size * 0.36;
  const size = Math.min(MAX_SIZE, (MAX_SIZE * ROOM) / Math.max(1, await widthOf(svg(column(MAX_SIZE)))));
  return svg(paper + logo(MARGIN - 12, 76, 60) + text("Tandem", { x: MARGIN + 50, y: 122, size: 46 }) + column(size));
}
