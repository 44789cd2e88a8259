import { z } from "../../protocol/zod.ts";
import { MAX_NEW_SESSION_BYTES } from "../../protocol/limits.ts";
import { createSession, listSessions, scopes, sorts, toSession } from "../../db/sessions.ts";
import { parseJson, parseQuery } from "../http.ts";
import { defaultPath } from "../languages.ts";
import { consumeOne } from "../rate-limits.ts";
import { json, resource } from "../api/resource.server.ts";
import { newFiles } from "../api/new-files.ts";
import { language, newSessionDefaults, soughtText, sessionSettings } from "../api/session-input.ts";
import { withRoom } from "../api/with-room.ts";

const query = z.strictObject({
  scope: z._default(z.enum(scopes), "mine"),
  q: z.optional(soughtText),
  language: z.optional(language),
  sort: z.optional(z.enum(sorts)),
  limit: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(100))),
  offset: z.optional(z.coerce.number().check(z.int(), z.gte(0), z.lte(1_000_000))),
});
const newSession = z.partial(z.strictObject({ ...sessionSettings, files: newFiles }));

const sessions = resource({
  async GET({ request, db, user }) {
    return json({ sessions: await listSessions(db, user.id, parseQuery(request, query)) });
  },
  async POST({ request, context, db, user }) {
    const { files, ...wished } = await parseJson(request, newSession, MAX_NEW_SESSION_BYTES);
    const settings = { ...newSessionDefaults, ...wished };
    await consumeOne(context.limits.newSessions, user.id);
    const [first = { path: defaultPath(settings.language), language: settings.language, content: "" }, ...others] =
      files ?? [];
    const session = await withRoom(() => createSession(db, user, settings, first, ...others));
    return json({ session: toSession(session, "owner") }, 201);
  },
});

export const loader = sessions;
export const action = sessions;
