/**
 * `npm run pictures`: draws the icons that need pixels from public/favicon.svg, and the picture of links that show
 * nothing of their own. What it writes is kept in Git; a test compares.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { drawPreview } from "../app/server/previews/draw-preview.ts";
import { rasterize } from "../app/server/previews/rasterizer.ts";

const root = path.dirname(import.meta.dirname);
const favicon = readFileSync(path.join(root, "public", "favicon.svg"), "utf8");

/** On dark paper, as on the pictures of links: systems put an icon without one on whatever they like. */
const strokes = favicon
  .replace(/^<svg[^>]*>|<\/svg>\s*$/g, "")
  .replace("#5a5af6", "#7d7dff")
  .replace("#8a8a98", "#f4f4f7");

/** `scale` is how much of the paper the logo takes, `radius` its corners, both of 24. */
const onPaper = ({ scale, radius = 0 }: { scale: number; radius?: number }) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"><rect width="24" height="24" rx="${radius}" fill="#1b1b20"/><g transform="translate(${12 - 12 * scale} ${12 - 12 * scale}) scale(${scale})">${strokes}</g></svg>`;

const rounded = onPaper({ scale: 0.75, radius: 5 });
/** A system cuts a circle of 80 % out of it. */
const maskable = onPaper({ scale: 0.62 });

/** An .ico of PNGs: a header, and for each picture its size, length and place. */
function ico(pictures: { size: number; png: Uint8Array }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let place = head.length;
  for (const [nth, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * nth;
    head.writeUInt8(size, at);
    head.writeUInt8(size, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(place, at + 12);
    place += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** What belongs where, by paths from the root. */
export async function drawPictures(): Promise<Record<string, Uint8Array>> {
  const sizes = await Promise.all([16, 32, 48].map(async (size) => ({ size, png: await rasterize(favicon, size) })));
  return {
    "public/favicon.ico": ico(sizes),
    "public/apple-touch-icon.png": await rasterize(onPaper({ scale: 0.72 }), 180),
    "public/icon-192.png": await rasterize(rounded, 192),
    "public/icon-512.png": await rasterize(rounded, 512),
    "public/icon-maskable-512.png": await rasterize(maskable, 512),
    "app/server/previews/neutral.png": await drawPreview(),
  };
}

if (import.meta.main)
  for (const [file, bytes] of Object.entries(await drawPictures())) writeFileSync(path.join(root, file), bytes);
