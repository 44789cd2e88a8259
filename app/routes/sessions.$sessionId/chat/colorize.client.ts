/** Code in a message, coloured by the editor's own rules for its language. */
import { monaco } from "../editor/monaco.client.ts";

/** Finds a language by its id, one of its names, or the ending of its files. */
function findLanguage(name: string): string | undefined {
  const languages = monaco.languages.getLanguages();
  const found =
    languages.find(({ id }) => id === name) ??
    languages.find(({ aliases }) => aliases?.some((alias) => alias.toLowerCase() === name)) ??
    languages.find(({ extensions }) => extensions?.includes(`.${name}`));
  return found?.id;
}

/** HTML in which nothing of the text is markup; undefined for a language that is not known. */
export async function colorize(text: string, name: string): Promise<string | undefined> {
  const language = findLanguage(name);
  if (!language) return;
  const html = await monaco.editor.colorize(text, language, { tabSize: 4 });
  // Each line ends with a break, the last one too; and spaces would be copied as what Monaco writes for them.
  return html.replace(/<br\/>$/, "").replace(/\u00a0|&#160;/g, " ");
}
