import { z } from "../../protocol/zod.ts";
import { createSession, listSessions, scopes, sorts, toSession } from "../../db/sessions.ts";
import { parseJson, parseQuery } from "../http.ts";
import { defaultPath } from "../languages.ts";
import { consumeOne } from "../rate-limits.ts";
import { json, resource } from "../api/resource.server.ts";
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
const newSession = z.partial(z.strictObject(sessionSettings));

const sessions = resource({
  async GET({ request, db, user }) {
    return json({ sessions: await listSessions(db, user.id, parseQuery(request, query)) });
  },
  async POST({ request, context, db, user }) {
    const settings = { ...newSessionDefaults, ...(await parseJson(request, newSession)) };
    await consumeOne(context.limits.newSessions, user.id);
    const file = { path: defaultPath(settings.language), language: settings.language, content: "" };
    return json({ session: toSession(await withRoom(() => createSession(db, user, settings, file)), "owner") }, 201);
  },
});

export const loader = sessions;
export const action = sessions;
