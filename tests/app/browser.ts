import { expect } from "vitest";
import type { User } from "../../db/users.ts";
import type { startGitHub } from "../support/github-stand-in.ts";
import type { Stack } from "../support/stack.ts";
import { ask, submit } from "./asking.ts";

type Site = { stack: Stack; gitHub: Awaited<ReturnType<typeof startGitHub>> };

/** A browser's cookies, and nothing else of a browser. */
export class Browser {
  readonly cookies = new Map<string, string>();
  private readonly site: Site;
  constructor(site: Site) {
    this.site = site;
  }
  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }
  keep(headers: Headers) {
    for (const line of headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
  async get(path: string) {
    const answer = await ask(this.site.stack, "GET", path, { headers: { cookie: this.cookie } });
    this.keep(answer.headers);
    return answer;
  }
  async post(path: string, fields: Record<string, string>) {
    const answer = await submit(this.site.stack, path, fields, { headers: { cookie: this.cookie } });
    this.keep(answer.headers);
    return answer;
  }
  async asGuest(name: string) {
    await this.post("/auth/guest", { name });
    return this;
  }
  async user(): Promise<User> {
    const id = (
      await this.site.stack.db.selectFrom("users").select("id").orderBy("created_at", "desc").executeTakeFirstOrThrow()
    ).id;
    const row = await this.site.stack.db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    return { id, name: row.name, color: row.color, avatarUrl: null, guest: row.github_id === null };
  }
  /** To GitHub and back to our door: the address that GitHub sends the browser to. */
  async toGitHub(returnTo = "/settings") {
    const leaving = await this.post("/auth/github", { returnTo });
    expect(leaving.status).toBe(302);
    const authorize = new URL(leaving.headers.get("location") ?? "");
    expect(authorize.origin).toBe(this.site.gitHub.url);
    const answer = await fetch(authorize, { redirect: "manual" });
    const back = new URL(answer.headers.get("location") ?? "");
    expect(back.origin + back.pathname).toBe(`${this.site.stack.origin}/auth/github/callback`);
    return back;
  }
  through = (back: URL) => this.get(back.pathname + back.search);
}
