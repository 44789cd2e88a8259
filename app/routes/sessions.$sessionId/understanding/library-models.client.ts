/** Texts that are not the session's, such as a library's types: shown where a definition leads there. */
import { monaco } from "../editor/monaco.client.ts";
import type { LanguageServer } from "./language-server.client.ts";

export class LibraryModels {
  private readonly server: LanguageServer;
  private readonly language: string;
  private readonly known = new Map<string, Promise<monaco.editor.ITextModel | undefined>>();

  constructor(server: LanguageServer, language: string) {
    this.server = server;
    this.language = language;
  }

  /** Undefined where the server does not have it. */
  async open(uri: string): Promise<monaco.Uri | undefined> {
    let model = this.known.get(uri);
    if (!model) {
      model = this.load(uri);
      this.known.set(uri, model);
    }
    return (await model)?.uri;
  }

  dispose() {
    for (const model of this.known.values()) void model.then((loaded) => loaded?.dispose());
  }

  private async load(uri: string): Promise<monaco.editor.ITextModel | undefined> {
    const answer = await this.server.request<{ text: string | null }>("tandem/libText", { uri });
    if (typeof answer?.text !== "string") return;
    const name = monaco.Uri.parse(uri);
    return monaco.editor.getModel(name) ?? monaco.editor.createModel(answer.text, this.language, name);
  }
}
