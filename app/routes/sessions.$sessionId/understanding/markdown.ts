/** Explanations, as language servers give them and Monaco shows them: it trusts none of them, and takes no HTML. */
import type { MarkedString, MarkupContent } from "vscode-languageserver-protocol";

type Markdown = { value: string };

/** Servers write Markdown, or plain text that must not be read as such. */
export function toMarkdown(content: MarkupContent | MarkedString | undefined): Markdown {
  if (content === undefined) return { value: "" };
  if (typeof content === "string") return withoutImages(content);
  if ("language" in content) return withoutImages(`\`\`\`${content.language}\n${content.value}\n\`\`\``);
  return withoutImages(content.kind === "markdown" ? content.value : asPlainText(content.value));
}

/** A comment in the code may show one from anywhere, and who reads it would be seen there. What is left is a link. */
const withoutImages = (value: string): Markdown => ({ value: value.replaceAll("![", "!\u2060[") });

const asPlainText = (text: string) => text.replace(/[\\`*_{}[\]()#+\-.!<>|~]/g, "\\$&").replaceAll("\n", "  \n");

/** Text of a documentation, where it is Markdown or plain. */
export const toDocumentation = (content: string | MarkupContent | undefined) =>
  content === undefined || typeof content === "string" ? content : toMarkdown(content);
