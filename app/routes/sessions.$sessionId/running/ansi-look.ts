import type { CSSProperties } from "react";
import type { AnsiColor, AnsiStyle } from "./ansi.ts";

/** The eight colours, and the eight bright ones: on every theme's page they can be read. */
const texts = [
  "text-ink-8",
  "text-red",
  "text-green",
  "text-amber",
  "text-ansi-blue",
  "text-ansi-magenta",
  "text-ansi-cyan",
  "text-ink-7",
  "text-ink-7",
  "text-red",
  "text-green",
  "text-amber",
  "text-ansi-blue",
  "text-ansi-magenta",
  "text-ansi-cyan",
  "text-ink-10",
];
const backgrounds = [
  "bg-ink-8",
  "bg-red",
  "bg-green",
  "bg-amber",
  "bg-ansi-blue",
  "bg-ansi-magenta",
  "bg-ansi-cyan",
  "bg-ink-7",
  "bg-ink-7",
  "bg-red",
  "bg-green",
  "bg-amber",
  "bg-ansi-blue",
  "bg-ansi-magenta",
  "bg-ansi-cyan",
  "bg-ink-10",
];

/** An exact colour in a shade of it that can be read on the theme's page. */
const readable = (color: string) => `oklch(from ${color} clamp(var(--ansi-darkest), l, var(--ansi-lightest)) c h)`;

/** Whether nothing is to be seen of a style. */
export const isPlain = (style: AnsiStyle): boolean => Object.values(style).every((value) => value === false);

/**
 * How a style looks. What stands on a colour has that of the page, whatever the program wanted: as the colour can be
 * read on the page, so can the page's on it.
 */
export function ansiLook(style: AnsiStyle): { className: string; style?: CSSProperties } {
  const ground: AnsiColor | undefined = style.isInverse ? (style.color ?? 15) : style.background;
  const classes = [
    style.isBold && "font-semibold",
    style.isItalic && "italic",
    style.isUnderlined && "underline",
    style.isDim && style.color === undefined && ground === undefined && "text-ink-7",
  ];
  if (ground !== undefined) {
    classes.push("text-ink-0", typeof ground === "number" && backgrounds[ground]);
    return look(classes, typeof ground === "string" ? { background: readable(ground) } : undefined);
  }
  const { color } = style;
  classes.push(typeof color === "number" && texts[color]);
  return look(classes, typeof color === "string" ? { color: readable(color) } : undefined);
}

const look = (classes: (string | false | undefined)[], style: CSSProperties | undefined) => ({
  className: classes.filter(Boolean).join(" "),
  style,
});
