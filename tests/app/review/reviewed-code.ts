/** Some code, and what the AI says of it, in the order in which it says that and in the one in which it is given. */
import { said } from "../../support/openai-stand-in.ts";

export const CODE = [
  "function add(a, b) {",
  "  return a - b;",
  "}",
  "",
  "const total = add(1, 2);",
  "console.log(totl);",
].join("\n");
export const findings = [
  said({ severity: "info", title: "Says nothing", startLine: 5, quote: "const total = add(1, 2);" }),
  said({
    severity: "error",
    title: "Subtracts",
    startLine: 2,
    quote: "  return a - b;",
    replacement: "  return a + b;",
  }),
];
export const ordered = [findings[1], findings[0]];
