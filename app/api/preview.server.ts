import type { AppLoadContext } from "@remix-run/node";
import { z } from "../../protocol/zod.ts";
import { titleForAnybody } from "../../db/previews.ts";

/**
 * The title of a session where its address alone shows that to anybody; on a server without guests it shows nothing.
 */
export async function titleByAddress(
  { db, env }: AppLoadContext,
  sessionId: string | undefined,
): Promise<string | undefined> {
  const id = z.uuid().safeParse(sessionId).data?.toLowerCase();
  return id && env.ALLOW_GUESTS ? titleForAnybody(db, id) : undefined;
}

/**
 * The picture of a link, the same for everybody who asks. It may be kept, but not be shown again without asking: a
 * session can become private at any time. Only what is drawn differs where there is no title to show.
 */
export async function pictureAnswer(request: Request, { previews }: AppLoadContext, title?: string): Promise<Response> {
  const { png, etag } = await previews.find(title);
  const headers = { "Cache-Control": "public, no-cache", ETag: etag };
  const known = request.headers.get("if-none-match")?.split(/\s*,\s*/) ?? [];
  if (known.some((tag) => tag.replace(/^W\//, "") === etag)) return new Response(null, { status: 304, headers });
  return new Response(png, { headers: { ...headers, "Content-Type": "image/png", "Content-Length": `${png.length}` } });
}
