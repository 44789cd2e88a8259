import { randomUUID } from "node:crypto";
import type { Database } from "../../db/client.ts";
import { createSession, type SessionSettings } from "../../db/sessions.ts";
import { createSignIn } from "../../db/sign-ins.ts";
import { createGuest, type User } from "../../db/users.ts";

export const AUTH_SECRET = "a secret that only the tests know, long enough";

/** A user and the `Cookie` header of their browser. */
export type Person = { user: User; cookie: string };

/** A guest with a sign-in. */
export async function signUpGuest({ db }: { db: Database }, name: string): Promise<Person> {
  const user = await createGuest(db, name);
  return { user, cookie: `tandem=${await createSignIn(db, AUTH_SECRET, user.id)}` };
}

export type SessionWish = Partial<SessionSettings> & { content?: string };

/** A session with one file, `main.ts`; anybody with the link may edit it unless told. Returns its id. */
export async function newSession(
  { db }: { db: Database },
  owner: User,
  { content = "", ...settings }: SessionWish = {},
): Promise<string> {
  const all: SessionSettings = {
    title: "A session",
    language: "typescript",
    visibility: "link",
    linkRole: "editor",
    ...settings,
  };
  const { id } = await createSession(db, owner, all, { path: "main.ts", language: all.language, content });
  return id;
}

export const newId = () => randomUUID();
