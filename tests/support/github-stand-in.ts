import { createHash, randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Mode =
  | "well"
  | "denied"
  | "expired"
  | "refused"
  | "token-500"
  | "token-html"
  | "token-empty"
  | "hang"
  | "user-500"
  | "user-html"
  | "user-empty"
  | "cut";

/** A local server that speaks GitHub's OAuth and its user API, well or badly. */
export async function startGitHub(client: { id: string; secret: string }) {
  let mode: Mode = "well";
  let profile: Record<string, unknown> = {};
  const codes = new Map<string, { challenge: string; redirectUri: string }>();
  const tokens = new Set<string>();
  const json = (response: ServerResponse, body: unknown, status = 200) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const html = (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Unicorn!</h1>");

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://github");
    if (url.pathname === "/login/oauth/authorize") {
      const redirectUri = url.searchParams.get("redirect_uri") ?? "";
      const back = new URL(redirectUri);
      const code = randomUUID();
      codes.set(code, { challenge: url.searchParams.get("code_challenge") ?? "", redirectUri });
      if (mode === "denied") back.searchParams.set("error", "access_denied");
      else back.searchParams.set("code", code);
      back.searchParams.set("state", url.searchParams.get("state") ?? "");
      return response.writeHead(302, { location: back.href }).end();
    }
    if (url.pathname === "/login/oauth/access_token") {
      if (mode === "hang") return;
      if (mode === "cut") return request.socket.destroy();
      if (mode === "token-500") return response.writeHead(500).end("oops");
      if (mode === "token-html") return html(response);
      if (mode === "token-empty") return json(response, {});
      if (mode === "refused") return json(response, { error: "incorrect_client_credentials", error_description: "no" });
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      return request.on("end", () => {
        const form = new URLSearchParams(body);
        const code = codes.get(form.get("code") ?? "");
        codes.delete(form.get("code") ?? "");
        const isOurs = form.get("client_id") === client.id && form.get("client_secret") === client.secret;
        const verified =
          createHash("sha256")
            .update(form.get("code_verifier") ?? "")
            .digest("base64url") === code?.challenge;
        if (mode === "expired" || !code || !isOurs || !verified || code.redirectUri !== form.get("redirect_uri")) {
          return json(response, {
            error: "bad_verification_code",
            error_description: "The code passed is incorrect or expired.",
          });
        }
        const token = randomUUID();
        tokens.add(`Bearer ${token}`);
        json(response, { access_token: token, token_type: "bearer", scope: "" });
      });
    }
    if (url.pathname === "/api/v3/user" && tokens.has(request.headers.authorization ?? "")) {
      if (mode === "user-500") return response.writeHead(502).end();
      if (mode === "user-html") return html(response);
      if (mode === "user-empty") return json(response, { message: "Bad credentials" }, 401);
      return json(response, profile);
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behave: (as: Mode) => (mode = as),
    /** Whoever signs in next. */
    person: (next: { id: number; login: string; name?: string | null; avatar_url?: string }) => (profile = next),
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
