/** One of the sixteen colours that every theme has its own shade of, or an exact one, as CSS writes it. */
export type AnsiColor = number | string;

/** How a part of the output looks, as the program asked for it by escape sequences. */
export type AnsiStyle = {
  color?: AnsiColor;
  background?: AnsiColor;
  isBold?: boolean;
  isDim?: boolean;
  isItalic?: boolean;
  isUnderlined?: boolean;
  isInverse?: boolean;
};

export type AnsiToken =
  | { type: "text"; text: string; style: AnsiStyle }
  /** A new line; back to where this one begins; one character back. */
  | { type: "\n" | "\r" | "\b" };

export const plainStyle: AnsiStyle = {};

/** A sequence that is longer is none. */
const MAX_SEQUENCE_CHARS = 256;

const sequence = "\\x1b(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)|[ -/]*[0-OQ-WYZ\\\\`-~])";
const special = new RegExp(`${sequence}|\\r?\\n|[\\r\\b]|[\\x00-\\x07\\x0b-\\x1f\\x7f-\\x9f]`, "g");
const wholeSequence = new RegExp(`^${sequence}`);

/**
 * Reads text with the escape sequences of terminals, piece by piece. Styles are read; all other sequences, and control
 * characters that say nothing here, are dropped.
 */
export class AnsiReader {
  private style = plainStyle;
  /** The beginning of a sequence, or of a line's end, whose rest has not come yet. */
  private held = "";

  read(piece: string): AnsiToken[] {
    const text = this.held + piece;
    const end = text.length - unfinished(text);
    this.held = text.slice(end);
    const tokens: AnsiToken[] = [];
    let at = 0;
    const take = (to: number) => {
      if (to > at) tokens.push({ type: "text", text: text.slice(at, to), style: this.style });
    };
    for (const { 0: found, index } of text.slice(0, end).matchAll(special)) {
      take(index);
      at = index + found.length;
      if (found.endsWith("\n")) tokens.push({ type: "\n" });
      else if (found === "\r" || found === "\b") tokens.push({ type: found });
      else if (/^\x1b\[[\d;:]*m$/.test(found)) this.style = styled(this.style, found.slice(2, -1));
    }
    take(end);
    return tokens;
  }
}

/** How many characters at the end wait for what comes next. */
function unfinished(text: string): number {
  if (text.endsWith("\r")) return 1;
  const at = text.lastIndexOf("\x1b");
  // What ends another sequence begins none.
  const from = text[at + 1] === "\\" ? text.lastIndexOf("\x1b", at - 1) : at;
  if (from < 0 || text.length - from > MAX_SEQUENCE_CHARS || wholeSequence.test(text.slice(from))) return 0;
  return text.length - from;
}

/** A style with what a sequence of numbers changes of it. */
function styled(before: AnsiStyle, numbers: string): AnsiStyle {
  let style: AnsiStyle = { ...before };
  const codes = numbers.split(/[;:]/).map(Number);
  for (let nth = 0; nth < codes.length; nth++) {
    const code = codes[nth] ?? 0;
    if (code === 0) style = {};
    else if (code === 1) style.isBold = true;
    else if (code === 2) style.isDim = true;
    else if (code === 3) style.isItalic = true;
    else if (code === 4) style.isUnderlined = true;
    else if (code === 7) style.isInverse = true;
    else if (code === 22) style.isBold = style.isDim = false;
    else if (code === 23) style.isItalic = false;
    else if (code === 24) style.isUnderlined = false;
    else if (code === 27) style.isInverse = false;
    else if (code >= 30 && code <= 37) style.color = code - 30;
    else if (code >= 90 && code <= 97) style.color = code - 90 + 8;
    else if (code === 39) delete style.color;
    else if (code >= 40 && code <= 47) style.background = code - 40;
    else if (code >= 100 && code <= 107) style.background = code - 100 + 8;
    else if (code === 49) delete style.background;
    else if (code === 38 || code === 48) {
      const [color, length] = colorAt(codes, nth + 1);
      if (color !== undefined) style[code === 38 ? "color" : "background"] = color;
      nth += length;
    }
  }
  return style;
}

/** The colour that begins with `5;n` or `2;r;g;b`, and of how many numbers it is made. */
function colorAt(codes: number[], at: number): [color: AnsiColor | undefined, length: number] {
  const byte = (nth: number) => Math.min(255, codes[at + nth] ?? 0);
  if (codes[at] === 5) return [paletteColor(byte(1)), 2];
  if (codes[at] === 2) return [`rgb(${byte(1)} ${byte(2)} ${byte(3)})`, 4];
  return [undefined, 0];
}

const cubeLevels = [0, 95, 135, 175, 215, 255];

/** The 256 colours: the sixteen, a cube of 6 × 6 × 6, and 24 greys. */
function paletteColor(n: number): AnsiColor {
  if (n < 16) return n;
  if (n >= 232) {
    const grey = 8 + (n - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const level = (size: number) => cubeLevels[Math.floor((n - 16) / size) % 6] ?? 0;
  return `rgb(${level(36)} ${level(6)} ${level(1)})`;
}
