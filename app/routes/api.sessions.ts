import { z } from "../../protocol/zod.ts";
import { MAX_DOCUMENT_BYTES, MAX_FILES, MAX_NEW_SESSION_BYTES } from "../../protocol/limits.ts";
import { createSession, listSessions, scopes, sorts, toSession } from "../../db/sessions.ts";
import { failure, parseJson, parseQuery } from "../http.ts";
import { defaultPath } from "../languages.ts";
import { consumeOne } from "../rate-limits.ts";
import { type ApiArgs, json, resource } from "../api/resource.server.ts";
import { newFiles } from "../api/new-files.ts";
import { language, newSessionDefaults, soughtText, sessionSettings } from "../api/session-input.ts";
import { withRoom } from "../api/with-room.ts";
import { apiWords } from "../words/api.ts";

const query = z.strictObject({
  scope: z._default(z.enum(scopes), "mine"),
  q: z.optional(soughtText),
  language: z.optional(language),
  sort: z.optional(z.enum(sorts)),
  limit: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(100))),
  offset: z.optional(z.coerce.number().check(z.int(), z.gte(0), z.lte(1_000_000))),
});
/** Four of each file, and some to spare. */
const MAX_VALUES = 8 * MAX_FILES;
const newSession = z.partial(z.strictObject({ ...sessionSettings, files: newFiles }));

const sessions = resource({
  async GET({ request, db, user }) {
    return json({ sessions: await listSessions(db, user.id, parseQuery(request, query)) });
  },
  async POST(args) {
    const answer = await args.context.largeBodies.read(args.request, () => create(args));
    if (!answer) throw failure(429, "too_many", apiWords.tooMuch.largeBodies, undefined, { "Retry-After": "5" });
    return answer;
  },
});

async function create({ request, context, db, user }: ApiArgs): Promise<Response> {
  const { files = [], ...wished } = await parseJson(request, newSession, MAX_NEW_SESSION_BYTES, MAX_VALUES);
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  if (bytes > MAX_DOCUMENT_BYTES) throw failure(413, "too_large", apiWords.body.tooLarge(MAX_DOCUMENT_BYTES / 1024));
  const settings = { ...newSessionDefaults, ...wished };
  await consumeOne(context.limits.newSessions, user.id);
  const [first = { path: defaultPath(settings.language), language: settings.language, content: "" }, ...others] = files;
  const session = await withRoom(() => createSession(db, user, settings, first, ...others));
  return json({ session: toSession(session, "owner") }, 201);
}

export const loader = sessions;
export const action = sessions;
