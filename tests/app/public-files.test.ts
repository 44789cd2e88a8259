/** What browsers, systems, search engines and finders of weaknesses look for at fixed addresses. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readEnv } from "../../app/server/env.ts";
import { securityTxt } from "../../app/server/security-txt.ts";
import { themeColors } from "../../app/ui/theme.ts";
import { drawPictures } from "../../start/draw-pictures.ts";
import { root } from "../support/root.ts";

const read = (file: string) => readFileSync(path.join(root, file));

test("the icons and the picture of all links are what `npm run pictures` draws", async () => {
  for (const [file, bytes] of Object.entries(await drawPictures()))
    expect(read(file).equals(bytes), `${file} is as drawn`).toBe(true);
});

test("each icon of the manifest is there, in the size that it says", () => {
  const manifest = JSON.parse(read("public/manifest.webmanifest").toString()) as {
    theme_color: string;
    icons: { src: string; sizes: string; type: string; purpose?: string }[];
  };
  expect(manifest.theme_color).toBe(themeColors("light")[0]?.content);
  expect(manifest.icons.map(({ purpose }) => purpose)).toContain("maskable");
  for (const { src, sizes, type } of manifest.icons.filter((icon) => icon.type === "image/png")) {
    const bytes = read(`public${src}`);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)].join("x"), src).toBe(sizes);
    expect(type).toBe("image/png");
  }
});

test("browsers paint their own bars in the colour of the page's header, in every theme", () => {
  const css = read("app/app.css").toString();
  const headerOf = (theme: string) => {
    const selector = theme === "light" ? ":root {" : `[data-theme="${theme}"] {`;
    return /--ink-1: (#\w+);/.exec(css.slice(css.indexOf(selector)))?.[1];
  };
  const colors = (theme: Parameters<typeof themeColors>[0]) => themeColors(theme).map(({ content }) => content);
  for (const theme of ["light", "dark", "high-contrast"] as const) expect(colors(theme)).toEqual([headerOf(theme)]);
  expect(colors("system")).toEqual([headerOf("light"), headerOf("dark")]);
});

test("security.txt has a contact, and an end within a year; without a contact there is none", () => {
  const APP_ORIGIN = "https://tandem.example";
  const at = (time: string, SECURITY_CONTACT?: string) => securityTxt({ APP_ORIGIN, SECURITY_CONTACT }, new Date(time));
  expect(at("2026-11-27T13:14:15Z")).toBeUndefined();
  const text = at("2026-11-27T13:14:15Z", "mailto:security@tandem.example");
  expect(text).toBe(
    "Contact: mailto:security@tandem.example\nExpires: 2027-05-26T00:00:00Z\nCanonical: https://tandem.example/.well-known/security.txt\n",
  );
  expect(at("2026-11-27T23:59:59Z", "mailto:security@tandem.example")).toBe(text);
});

test("a contact is an address of a kind that RFC 9116 takes, in one line", () => {
  const needed = { DATABASE_URL: "postgres://x", AUTH_SECRET: "s".repeat(32), APP_ORIGIN: "https://tandem.example" };
  const contact = (SECURITY_CONTACT: string) => readEnv({ ...needed, SECURITY_CONTACT }).SECURITY_CONTACT;
  for (const good of ["mailto:security@tandem.example", "https://tandem.example/security", "tel:+1-201-555-0123"])
    expect(contact(good)).toBe(good);
  for (const bad of ["security@tandem.example", "http://tandem.example", "mailto:a@b.example\nExpires: never"])
    expect(() => contact(bad)).toThrow("SECURITY_CONTACT: must be");
});
