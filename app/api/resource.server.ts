import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "../../protocol/zod.ts";
import { type Database, isPassing } from "../../db/client.ts";
import { type Access, accessTo } from "../../db/participants.ts";
import type { User } from "../../db/users.ts";
import { requireUser } from "../auth/auth.server.ts";
import { failure, forbidden, notFound, unavailable } from "../http.ts";
import { apiWords } from "../words/api.ts";

export type ApiArgs = {
  request: Request;
  params: LoaderFunctionArgs["params"];
  context: AppLoadContext;
  db: Database;
  user: User;
};
type Handler = (args: ApiArgs) => Promise<Response>;

/**
 * A JSON address: one handler per method, for people who are signed in. Refusals are returned, not thrown, so that a
 * fetcher of a page gets them as data; whatever else goes wrong is logged and answered in the same shape.
 */
export function resource(handlers: Partial<Record<"GET" | "POST" | "PATCH" | "DELETE", Handler>>) {
  const methods = Object.keys(handlers);
  return async ({ request, params, context }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> => {
    const method = request.method === "HEAD" ? "GET" : request.method;
    const handler = handlers[method as keyof typeof handlers];
    if (!handler) {
      return failure(405, "method_not_allowed", apiWords.methods(methods.join(", ")), undefined, {
        Allow: methods.join(", "),
      });
    }
    try {
      const user = await requireUser(request, context);
      return await handler({ request, params, context, db: context.db, user });
    } catch (error) {
      if (error instanceof Response) return error;
      context.log.error({ err: error, method, path: new URL(request.url).pathname }, "api failed");
      return isPassing(error) ? unavailable() : failure(500, "internal", apiWords.internal);
    }
  };
}

export const json = (body: unknown, status = 200) =>
  Response.json(body, { status, headers: { "Cache-Control": "no-store" } });

const uuid = z.uuid().check(z.toLowerCase());

/** An id from the address, or 404: an id that cannot be is one that is not there. */
export function requireId(id: string | undefined, what?: Parameters<typeof notFound>[0]): string {
  const parsed = uuid.safeParse(id);
  if (parsed.success) return parsed.data;
  throw notFound(what);
}

/** What the user may do in the session of the address, or 404. */
export async function requireAccess({ db, user, params }: Pick<ApiArgs, "db" | "user" | "params">): Promise<Access> {
  const access = await accessTo(db, user, requireId(params.sessionId));
  if (!access) throw notFound();
  return access;
}

/** The same for what only the owner may do: 403 for everybody else who gets in. */
export async function requireOwner(args: Pick<ApiArgs, "db" | "user" | "params">, refusal = apiWords.ownerOnly.any) {
  const access = await requireAccess(args);
  if (access.role !== "owner") throw forbidden(refusal);
  return access;
}
