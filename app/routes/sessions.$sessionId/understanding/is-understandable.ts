const understandable = new Set(["typescript", "javascript", "python", "json", "css", "scss", "less", "html"]);

/** Whether there is a language server for a language, by Monaco's id of it: known before any of them is loaded. */
export const isUnderstandable = (language: string): boolean => understandable.has(language);
