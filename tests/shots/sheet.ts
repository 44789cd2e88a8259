import type { Browser } from "playwright/test";

export type Shot = { about: string; width: number; png: Buffer };

const SCALE = 0.4;
const SHEET_PX = 2_400;

/** Puts pictures beside each other on a sheet, smaller than they are, with what each shows below it. */
export async function saveSheet(browser: Browser, file: string, shots: Shot[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: SHEET_PX, height: 600 } });
  const figures = shots.map(
    ({ about, width, png }) => `<figure><img width="${Math.round(width * (width < 500 ? 2 * SCALE : SCALE))}"
      src="data:image/png;base64,${png.toString("base64")}"><figcaption>${about}</figcaption></figure>`,
  );
  await page.setContent(`<style>
    body { margin: 8px; display: flex; flex-wrap: wrap; gap: 12px; background: #777; font: 14px sans-serif; }
    figure { margin: 0; } img { display: block; }
  </style>${figures.join("")}`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
}
