import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "./client.ts";
import { type User, toUser, userColumns } from "./users.ts";

export const SIGN_IN_DAYS = 60;

export type SignIn = { idHash: Buffer; user: User };

const hash = (id: string) => createHash("sha256").update(id).digest();
const signature = (id: string, secret: string) => createHmac("sha256", secret).update(id).digest("base64url");

/** `__Host-` cookies exist over https only; http is for localhost. */
export const cookieName = (appOrigin: string) => (appOrigin.startsWith("https:") ? "__Host-tandem" : "tandem");

/**
 * Signs a browser in: stores the hash of a new random id for 60 days and returns the cookie's value, `id.signature`.
 */
export async function createSignIn(db: Database, secret: string, userId: string): Promise<string> {
  const id = randomBytes(24).toString("base64url");
  await db
    .insertInto("sign_ins")
    .values({
      id_hash: hash(id),
      user_id: userId,
      expires_at: sql<Date>`now() + make_interval(days => ${SIGN_IN_DAYS})`,
    })
    .execute();
  return `${id}.${signature(id, secret)}`;
}

type CookieSource = { secret: string; appOrigin: string; cookieHeader: string | null | undefined };

/** The id of a browser's sign-in if its signature is ours, without a query: the sign-in may have ended since. */
export const readSignIn = ({ secret, appOrigin, cookieHeader }: CookieSource): string | undefined =>
  readSignedId(cookieValue(cookieHeader, cookieName(appOrigin)), secret);

/**
 * Who a browser is, from its `Cookie` header; web and collab both ask here.
 * Undefined without a cookie, for a forged one (refused without a query), and for an expired or ended sign-in.
 */
export async function findSignIn(db: Database, cookie: CookieSource): Promise<SignIn | undefined> {
  const id = readSignIn(cookie);
  if (!id) return;
  const idHash = hash(id);
  const row = await db
    .selectFrom("sign_ins")
    .innerJoin("users", "users.id", "sign_ins.user_id")
    .select(userColumns)
    .where("sign_ins.id_hash", "=", idHash)
    .where("sign_ins.expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return row && { idHash, user: toUser(row) };
}

/** The hash of the sign-in that a cookie names, in hex, as `readSignIn` finds it. */
export function signInHash(cookie: CookieSource): string | undefined {
  const id = readSignIn(cookie);
  return id ? hash(id).toString("hex") : undefined;
}

/** Whether sign-ins are still good: the hashes (hex) among `idHashes` that neither expired nor were ended. */
export async function listLiveSignIns(db: Database, idHashes: Buffer[]): Promise<Set<string>> {
  if (idHashes.length === 0) return new Set();
  const rows = await db
    .selectFrom("sign_ins")
    .select("id_hash")
    .where("id_hash", "in", idHashes)
    .where("expires_at", ">", sql<Date>`now()`)
    .execute();
  return new Set(rows.map((row) => row.id_hash.toString("hex")));
}

/** Ends one sign-in; its open sockets are closed through the bus. */
export async function deleteSignIn(db: Database, idHash: Buffer): Promise<void> {
  await db.deleteFrom("sign_ins").where("id_hash", "=", idHash).execute();
}

/** Ends all sign-ins of a user but the one given. */
export async function deleteOtherSignIns(db: Database, userId: string, keep: Buffer): Promise<void> {
  await db.deleteFrom("sign_ins").where("user_id", "=", userId).where("id_hash", "!=", keep).execute();
}

function cookieValue(header: string | null | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
}

function readSignedId(value: string | undefined, secret: string): string | undefined {
  const [id, given, ...rest] = (value ?? "").split(".");
  if (!id || !given || rest.length > 0) return;
  const expected = Buffer.from(signature(id, secret));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual) ? id : undefined;
}
