/** The insides of Monaco that we reach into, which have no types of their own. */
declare module "monaco-editor/editor/common/tokens/contiguousTokensEditing" {
  /** Pairs of a token's end (a column from 0) and its metadata; null: not known. */
  type Tokens = ArrayBuffer | Uint32Array | null;
  export const EMPTY_LINE_TOKENS: ArrayBuffer;
  export const ContiguousTokensEditing: { insert(lineTokens: Tokens, at: number, length: number): Tokens };
}

declare module "monaco-editor/editor/standalone/common/themes" {
  type Theme = { rules: { token: string; foreground?: string }[] };
  export const vs: Theme;
  export const vs_dark: Theme;
  export const hc_light: Theme;
}
