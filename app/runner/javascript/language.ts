import type { Language } from "../language.ts";
import { Program } from "./program.ts";

/** JavaScript and TypeScript, as Node would run them; types are taken out and not checked. */
export const language: Language = {
  async prepare() {
    return async (job, io) => {
      const program = new Program(job, io);
      return program.run(() => program.runEntry(job.entry));
    };
  },
};
