import { type AppLoadContext, redirect } from "@remix-run/node";
import { isPassing } from "../../db/client.ts";
import { cookieName, createSignIn, deleteSignIn, findSignIn, SIGN_IN_DAYS, type SignIn } from "../../db/sign-ins.ts";
import { createGuest, type User } from "../../db/users.ts";
import { failure, forbidden, unavailable } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { apiWords } from "../words/api.ts";
import { authWords } from "../words/auth.ts";

/**
 * The sign-in of a request's browser, or undefined. Every page asks for it first, so this is where it turns out that
 * Postgres is away.
 */
export async function findRequestSignIn(
  request: Request,
  { db, env, log }: AppLoadContext,
): Promise<SignIn | undefined> {
  const cookieHeader = request.headers.get("cookie");
  try {
    return await findSignIn(db, { secret: env.AUTH_SECRET, appOrigin: env.APP_ORIGIN, cookieHeader });
  } catch (err) {
    if (!isPassing(err)) throw err;
    log.error({ err }, "sign-in not read");
    throw unavailable();
  }
}

export async function findUser(request: Request, context: AppLoadContext): Promise<User | undefined> {
  return (await findRequestSignIn(request, context))?.user;
}

/** The signed-in user; an API request without one gets 401, a page is sent to sign in and back. */
export async function requireUser(request: Request, context: AppLoadContext): Promise<User> {
  const user = await findUser(request, context);
  if (user) return user;
  const { pathname, search } = new URL(request.url);
  if (pathname.startsWith("/api/")) throw failure(401, "signed_out", apiWords.signedOut);
  throw redirect(`/sign-in?returnTo=${encodeURIComponent(pathname.replace(/\.data$/, "") + search)}`);
}

/** Signs a user in on this browser: the value for `Set-Cookie`. Always a new id, whatever the browser sent. */
export async function signIn({ db, env }: AppLoadContext, userId: string): Promise<string> {
  const value = await createSignIn(db, env.AUTH_SECRET, userId);
  return authCookie(env.APP_ORIGIN, value, SIGN_IN_DAYS * 86_400);
}

/**
 * Makes a new guest, whoever this browser was before, and signs it in as them. `name` must have come through
 * `cleanName`.
 */
export async function signInGuest(
  request: Request,
  context: AppLoadContext,
  name: string,
): Promise<{ user: User; cookie: string }> {
  if (!context.env.ALLOW_GUESTS) throw forbidden(authWords.noGuests);
  if (context.keepsNoCookies)
    throw failure(403, "no_cookies", authWords.noCookies(new URL(context.env.APP_ORIGIN).host));
  await consumeOne(context.limits.newGuests, context.clientAddress);
  const before = await findRequestSignIn(request, context);
  if (before) await deleteSignIn(context.db, before.idHash);
  const user = await createGuest(context.db, name);
  return { user, cookie: await signIn(context, user.id) };
}

/** Ends this browser's sign-in, if it has one: the value for `Set-Cookie` that removes the cookie. */
export async function signOut(request: Request, context: AppLoadContext): Promise<string> {
  const current = await findRequestSignIn(request, context);
  if (current) await deleteSignIn(context.db, current.idHash);
  return authCookie(context.env.APP_ORIGIN, "", 0);
}

function authCookie(appOrigin: string, value: string, maxAge: number): string {
  const secure = appOrigin.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(appOrigin)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}

/** Where to go after signing in: a path of our own origin, whatever address was asked for. */
export function safeReturnTo(returnTo: FormDataEntryValue | string | null | undefined, fallback = "/sessions"): string {
  if (typeof returnTo !== "string" || !/^\/(?![/\\])/.test(returnTo) || /[\\\p{Cc}]/u.test(returnTo)) return fallback;
  try {
    const base = "http://tandem.invalid";
    const url = new URL(returnTo, base);
    // An encoded slash at the start is decoded by some proxies.
    if (url.origin !== base || /^\/(%2f|%5c|\/)/i.test(url.pathname)) return fallback;
    return url.pathname + url.search + url.hash;
  } catch {
    return fallback;
  }
}
