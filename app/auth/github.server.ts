import { type AppLoadContext, createCookie } from "@remix-run/node";
import { GitHub, OAuth2RequestError, OAuth2Tokens } from "arctic";
import { createHash, createHmac } from "node:crypto";
import { GitHubStrategy } from "remix-auth-github";
import { z } from "../../protocol/zod.ts";
import type { GitHubProfile } from "../../db/users.ts";
import { safeReturnTo } from "./auth.server.ts";
import type { WebEnv } from "../server/env.ts";
import { STATE_SECONDS } from "../rate-limits.ts";
import type { SignInProblem } from "./sign-in-problems.ts";

const TIMEOUT_MS = 10_000;

class Problem extends Error {
  readonly code: SignInProblem;
  constructor(code: SignInProblem, cause?: unknown) {
    super(`GitHub sign-in: ${code}`, { cause });
    this.code = code;
  }
}

/** arctic's client, for any GitHub (it knows github.com only), with a time limit and PKCE. */
class GitHubServer extends GitHub {
  private readonly env: WebEnv;
  private readonly verifier: (state: string) => string;
  private readonly state: string | null;

  constructor(env: WebEnv, state: string | null) {
    super(env.GITHUB_CLIENT_ID ?? "", env.GITHUB_CLIENT_SECRET ?? "", callbackUrl(env));
    this.env = env;
    this.state = state;
    // Derived from the state, which only this browser holds, so that there is nothing more to keep.
    this.verifier = (of) => createHmac("sha256", env.AUTH_SECRET).update(`pkce ${of}`).digest("base64url");
  }

  override createAuthorizationURL(state: string, scopes: string[]): URL {
    const url = new URL(`${base(this.env)}/login/oauth/authorize`);
    url.search = super.createAuthorizationURL(state, scopes).search;
    url.searchParams.set("code_challenge", createHash("sha256").update(this.verifier(state)).digest("base64url"));
    url.searchParams.set("code_challenge_method", "S256");
    return url;
  }

  override async validateAuthorizationCode(code: string): Promise<OAuth2Tokens> {
    const { GITHUB_CLIENT_ID = "", GITHUB_CLIENT_SECRET = "" } = this.env;
    const answer = await askGitHub(`${base(this.env)}/login/oauth/access_token`, {
      method: "POST",
      body: new URLSearchParams({
        client_id: GITHUB_CLIENT_ID,
        client_secret: GITHUB_CLIENT_SECRET,
        code,
        redirect_uri: callbackUrl(this.env),
        code_verifier: this.verifier(this.state ?? ""),
      }),
    });
    const tokens = z.object({ access_token: z.string().check(z.minLength(1)) }).safeParse(answer);
    if (tokens.success) return new OAuth2Tokens(tokens.data);
    const { data } = z.object({ error: z.string() }).safeParse(answer);
    if (!data) throw new Problem("nonsense");
    throw new Problem(data.error === "bad_verification_code" ? "expired" : "refused", new Error(data.error));
  }
}

class AnyGitHubStrategy extends GitHubStrategy<GitHubProfile> {
  constructor(env: WebEnv, state: string | null) {
    super(
      {
        clientId: env.GITHUB_CLIENT_ID ?? "",
        clientSecret: env.GITHUB_CLIENT_SECRET ?? "",
        redirectURI: callbackUrl(env),
        cookie: { ...cookieOptions(env), name: cookieNames(env).state },
      },
      ({ tokens }) => findProfile(env, tokens.accessToken()),
    );
    this.client = new GitHubServer(env, state);
  }
}

const base = (env: WebEnv) => env.GITHUB_URL.replace(/\/+$/, "");
const apiBase = (env: WebEnv) =>
  new URL(env.GITHUB_URL).hostname === "github.com" ? "https://api.github.com" : `${base(env)}/api/v3`;
const callbackUrl = (env: WebEnv) => `${env.APP_ORIGIN}/auth/github/callback`;

const isSecure = (env: WebEnv) => env.APP_ORIGIN.startsWith("https:");
const cookieOptions = (env: WebEnv) =>
  ({
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    maxAge: STATE_SECONDS,
    ...(isSecure(env) ? { secure: true as const } : {}),
  }) as const;
const cookieNames = (env: WebEnv) => {
  // The prefix keeps sibling domains from planting a state of theirs.
  const prefix = isSecure(env) ? "__Host-" : "";
  return { state: `${prefix}tandem-github`, trip: `${prefix}tandem-github-trip` };
};
const tripCookie = (env: WebEnv) =>
  createCookie(cookieNames(env).trip, { ...cookieOptions(env), sameSite: "lax", secrets: [env.AUTH_SECRET] });

export const hasGitHub = ({ GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET }: WebEnv) =>
  Boolean(GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET);

/** Sends the browser to GitHub. `returnTo` makes the trip in a signed cookie, with the time of departure. */
export async function leaveForGitHub({ env }: AppLoadContext, returnTo: string): Promise<Response> {
  try {
    await new AnyGitHubStrategy(env, null).authenticate(new Request(callbackUrl(env)));
  } catch (departure) {
    if (!(departure instanceof Response)) throw departure;
    departure.headers.append("Set-Cookie", await tripCookie(env).serialize({ returnTo, at: Date.now() }));
    return departure;
  }
  throw new Error("remix-auth did not redirect to GitHub");
}

const trip = z.object({ returnTo: z.string(), at: z.number() });

type Arrival = { returnTo: string; clearing: string[] } & (
  { profile: GitHubProfile; problem?: undefined } | { profile?: undefined; problem: SignInProblem }
);

/** What GitHub sent back: a profile, or why there is none. Either way the trip's cookies are to be cleared. */
export async function arriveFromGitHub(request: Request, { env, limits, log }: AppLoadContext): Promise<Arrival> {
  const state = new URL(request.url).searchParams.get("state");
  const { data: kept } = trip.safeParse(await tripCookie(env).parse(request.headers.get("cookie")));
  const names = Object.values(cookieNames(env));
  const clearing = names.map(
    (name) => `${name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${isSecure(env) ? "; Secure" : ""}`,
  );
  const arrival = { returnTo: safeReturnTo(kept?.returnTo), clearing };
  try {
    const isDenied = new URL(request.url).searchParams.has("error");
    if (!isDenied && !kept) throw new Problem("cookie");
    if (!isDenied && kept && Date.now() - kept.at > STATE_SECONDS * 1_000) throw new Problem("expired");
    // Without a state the strategy would start another trip.
    if (!isDenied && !state) throw new Problem("state");
    if (!isDenied && state) await limits.usedStates.consume(state).catch(() => Promise.reject(new Problem("state")));
    return { ...arrival, profile: await new AnyGitHubStrategy(env, state).authenticate(request) };
  } catch (error) {
    const problem = problemOf(error);
    log[problem === "denied" ? "info" : "warn"](
      { problem, err: error instanceof Problem ? error.cause : error },
      "GitHub sign-in failed",
    );
    return { ...arrival, problem };
  }
}

/** The strategy's refusals can be told apart only by their class and text. */
function problemOf(error: unknown): SignInProblem {
  if (error instanceof Problem) return error.code;
  if (error instanceof OAuth2RequestError) return error.code === "access_denied" ? "denied" : "refused";
  if (error instanceof RangeError) return "state";
  if (error instanceof ReferenceError) return /cookie/.test(error.message) ? "cookie" : "state";
  throw error;
}

const profile = z.object({
  id: z.int(),
  login: z.string().check(z.minLength(1)),
  name: z.nullish(z.string()),
  avatar_url: z.nullish(z.string()),
});

async function findProfile(env: WebEnv, accessToken: string): Promise<GitHubProfile> {
  const answer = await askGitHub(`${apiBase(env)}/user`, { headers: { Authorization: `Bearer ${accessToken}` } });
  const { data } = profile.safeParse(answer);
  if (!data) throw new Problem("nonsense");
  const avatarUrl = data.avatar_url?.startsWith("https://") ? data.avatar_url : null;
  return { id: String(data.id), login: data.login, name: data.name ?? data.login, avatarUrl };
}

async function askGitHub(url: string, init: RequestInit & { headers?: Record<string, string> }): Promise<unknown> {
  try {
    const response = await fetch(url, {
      ...init,
      headers: { Accept: "application/json", "User-Agent": "Tandem", ...init.headers },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status >= 500) throw new Problem("down", new Error(`status ${response.status}`));
    const text = await response.text();
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new Problem("nonsense", cause);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(error instanceof DOMException && error.name === "TimeoutError" ? "slow" : "down", error);
  }
}
