import { ask } from "../app/asking.ts";
import type { Person } from "./person.ts";
import type { Stack } from "./stack.ts";

/** Contents by path. */
export type Files = Record<string, string>;

/** A session of somebody's with these files and no other; whoever has its link may write. Gives its id. */
export async function newSessionOf(stack: Stack, as: Person, files: Files): Promise<string> {
  const body = {
    visibility: "link",
    linkRole: "editor",
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
  };
  const { session }: { session: { id: string } } = (await ask(stack, "POST", "/api/sessions", { as, body })).json;
  return session.id;
}
