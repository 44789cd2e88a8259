/** What TypeScript says about a name, as Markdown. */
import ts from "typescript";

export const code = (text: string): string => `\`\`\`typescript\n${text}\n\`\`\``;

export const plain = (parts: readonly ts.SymbolDisplayPart[] | undefined): string =>
  ts.displayPartsToString([...(parts ?? [])]);

/** Comments, in which `{@link …}` becomes a link, or the name that it means. */
export function prose(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return plain(parts).replace(/\{@(link|linkcode|linkplain) ([^}\s|]+)[\s|]*([^}]*)\}/g, (_, kind, target, text) => {
    const shown = String(text || target);
    if (/^https?:/.test(String(target))) return `[${shown}](${target})`;
    return kind === "linkplain" || text ? shown : `\`${shown}\``;
  });
}

/** A comment with its tags, each a paragraph. */
export const documentation = (
  comment: readonly ts.SymbolDisplayPart[] | undefined,
  tags: readonly ts.JSDocTagInfo[] | undefined,
): string => [prose(comment), ...(tags ?? []).map(tag)].filter(Boolean).join("\n\n");

function tag({ name, text = [] }: ts.JSDocTagInfo): string {
  const label = `*@${name}*`;
  const said = prose(text);
  if (!said) return label;
  if (name === "example") return `${label}\n${said.includes("```") ? said : code(said)}`;
  const [first, ...rest] = text.filter(({ text }) => text.trim() !== "");
  const isNamed =
    first && (first.kind === "parameterName" || first.kind === "typeParameterName" || first.kind === "propertyName");
  if (!isNamed) return `${label} — ${said}`;
  const about = prose(rest).replace(/^[\s—-]+/, "");
  return `${label} \`${first.text}\`${about ? ` — ${about}` : ""}`;
}
