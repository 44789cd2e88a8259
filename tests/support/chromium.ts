import { existsSync } from "node:fs";

/** Chromium without windows needs half the time of the one with them; Debian has each in a package of its name. */
const KINDS = ["chromium-headless-shell", "chromium"];

/** The Chromium that pages are opened in: the one that `CHROMIUM` names, or Debian's. Undefined where there is none. */
export const chromiumPath = (): string | undefined =>
  [process.env.CHROMIUM ?? "", ...KINDS.map((name) => `/usr/bin/${name}`)].find((file) => file && existsSync(file));
