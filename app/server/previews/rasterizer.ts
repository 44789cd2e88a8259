/** SVG to PNG, by resvg in WebAssembly: it needs no library of the machine, and reads no file and no address. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);
/** Inter in one weight: resvg does not know variable fonts. */
const SUBSETS = ["latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext"] as const;

let ready: Promise<Uint8Array[]> | undefined;

async function load(): Promise<Uint8Array[]> {
  await initWasm(readFileSync(resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return SUBSETS.map((subset) => readFileSync(resolve(`@fontsource/inter/files/inter-${subset}-600-normal.woff2`)));
}

async function open(svg: string, width: number): Promise<InstanceType<typeof Resvg>> {
  const fontBuffers = await (ready ??= load());
  const fitTo = { mode: "width", value: width } as const;
  return new Resvg(svg, { fitTo, font: { fontBuffers, defaultFontFamily: "Inter" } });
}

/** Draws an SVG so many pixels wide. */
export async function rasterize(svg: string, width: number): Promise<Uint8Array> {
  const resvg = await open(svg, width);
  try {
    const image = resvg.render();
    const png = image.asPng();
    image.free();
    return png;
  } finally {
    resvg.free();
  }
}

/** How wide what an SVG draws is, in its own units; 0 where it draws nothing. */
export async function widthOf(svg: string): Promise<number> {
  const resvg = await open(svg, 1);
  try {
    return resvg.getBBox()?.width ?? 0;
  } finally {
    resvg.free();
  }
}

type Ranges = Record<string, string>;
let covered: [first: number, last: number][] | undefined;

/** Whether the typeface has every character of a text. */
export function hasGlyphs(text: string): boolean {
  covered ??= readRanges();
  const ranges = covered;
  return [...text].every((char) => {
    const code = char.codePointAt(0) ?? 0;
    return ranges.some(([first, last]) => first <= code && code <= last);
  });
}

function readRanges(): [number, number][] {
  const ranges = JSON.parse(readFileSync(resolve("@fontsource/inter/unicode.json"), "utf8")) as Ranges;
  return SUBSETS.flatMap((subset) =>
    (ranges[subset] ?? "").split(",").map((range): [number, number] => {
      const [first = "", last = first] = range.trim().replace("U+", "").split("-");
      return [parseInt(first, 16), parseInt(last, 16)];
    }),
  );
}
