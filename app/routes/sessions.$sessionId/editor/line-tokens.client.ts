/**
 * Works around a fault of Monaco 0.57. An empty line has the colours "none", and Monaco leaves them so when text comes
 * into it. Joined with its neighbour before it was coloured anew, the line has colours that end before its text does;
 * the search for pairs of brackets then makes tokens of no length until the page has used up its memory. Others' edits
 * cause this, since many come at once. With this, a line that is no longer empty has unknown colours instead.
 */
import { ContiguousTokensEditing, EMPTY_LINE_TOKENS } from "monaco-editor/editor/common/tokens/contiguousTokensEditing";

const insert = ContiguousTokensEditing.insert;
ContiguousTokensEditing.insert = (lineTokens, at, length) =>
  lineTokens === EMPTY_LINE_TOKENS && length > 0 ? null : insert(lineTokens, at, length);
