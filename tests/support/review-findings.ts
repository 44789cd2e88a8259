import { said } from "./openai-answers.ts";

/** Some code with two mistakes, and what an AI says of it. */
export const CODE = [
  "function add(a, b) {",
  "  return a - b;",
  "}",
  "",
  "const total = add(1, 2);",
  "console.log(totl);",
  "",
].join("\n");
export const subtracts = said({
  severity: "error",
  title: "Subtracts instead of adding",
  message: "The name promises a sum.",
  startLine: 2,
  quote: "  return a - b;",
  replacement: "  return a + b;",
});
export const typo = said({
  severity: "warning",
  title: "Unknown name",
  message: "totl is not declared.",
  startLine: 6,
  quote: "console.log(totl);",
  replacement: "console.log(total);",
});
export const note = said({
  severity: "info",
  title: "Never exported",
  startLine: 5,
  quote: "const total = add(1, 2);",
});
