declare module "*?runner" {
  /** Where a page fetches the script from. */
  const address: string;
  export default address;
}

declare module "virtual:added-languages" {
  /** What the languages need that this server has added, by their runners; see start/language-packages.ts. */
  export const added: Partial<Record<string, { script: string; assets: Record<string, string> }>>;
}

interface ImportMetaEnv {
  /** Their runners, with spaces between. */
  readonly ADDED_LANGUAGES?: string;
  /** See app/server/frames-version.ts. */
  readonly FRAMES_VERSION?: string;
}
