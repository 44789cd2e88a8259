import { sql } from "kysely";
import { createInvite } from "../../db/invites.ts";
import { accessTo } from "../../db/participants.ts";
import type { LinkRole } from "../../db/schema.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { ask, submit } from "./asking.ts";

export const test = stackTest()
  .extend(
    "invite",
    { scope: "file" },
    ({ stack, ada }) =>
      (sessionId: string, role: LinkRole = "editor", settings: { expiresIn?: number; maxUses?: number } = {}) =>
        createInvite(stack.db, { sessionId, createdBy: ada.user.id, role, ...settings }),
  )
  .extend(
    "priv",
    { scope: "file" },
    ({ stack, ada }) =>
      (wish = {}) =>
        stack.newSession(ada.user, { visibility: "private", ...wish }),
  )
  .extend(
    "roleOf",
    { scope: "file" },
    ({ stack }) =>
      async ({ user }: Person, sessionId: string) =>
        (await accessTo(stack.db, user, sessionId))?.role,
  )
  .extend(
    "press",
    { scope: "file" },
    ({ stack }) =>
      (token: string, as: Person) =>
        submit(stack, `/join/${token}`, {}, { as }),
  )
  .extend(
    "look",
    { scope: "file" },
    ({ stack }) =>
      (token: string, as?: Person) =>
        ask(stack, "GET", `/join/${token}`, { as }),
  )
  .extend(
    "expire",
    { scope: "file" },
    ({ stack }) =>
      (id: string) =>
        stack.db
          .updateTable("invites")
          .set({ expires_at: sql<Date>`now() - interval '1 second'` })
          .where("id", "=", id)
          .execute(),
  );

export const leadsTo = (sessionId: string) => ({ location: `/sessions/${sessionId}` });
export const answer = ({ status, headers }: { status: number; headers: Headers }) => [
  status,
  { location: headers.get("location") },
];
