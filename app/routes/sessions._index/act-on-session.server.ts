import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { z } from "../../../protocol/zod.ts";
import { accessTo, leaveSession } from "../../../db/participants.ts";
import { deleteSession, duplicateSession, restoreSession, updateSession } from "../../../db/sessions.ts";
import { requireUser } from "../../auth/auth.server.ts";
import { allowMethods, failure, forbidden, notFound, parse, parseForm } from "../../http.ts";
import { consumeOne } from "../../rate-limits.ts";
import { title } from "../../api/session-input.ts";
import { withRoom } from "../../api/with-room.ts";
import { apiWords } from "../../words/api.ts";
import { listAddress } from "./list-address.ts";

const command = z.object({
  intent: z.enum(["rename", "duplicate", "delete", "restore", "leave"]),
  sessionId: z.uuid().check(z.toLowerCase()),
});

/** What the menu of a session in the list does. Afterwards the list is shown again, as it was. */
export async function actOnSession({ request, context: { db, ...context } }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const user = await requireUser(request, { db, ...context });
  const { form } = await parseForm(request, z.looseObject({}));
  if (!z.uuid().safeParse(form.get("sessionId")).success) throw notFound();
  const { intent, sessionId } = parse({ intent: form.get("intent"), sessionId: form.get("sessionId") }, command);
  const { searchParams } = new URL(request.url);
  const back = (changes: Record<string, string | null> = {}) =>
    redirect(listAddress(searchParams, { rename: null, deleted: null, ...changes }), 303);

  if (intent === "restore") {
    if (!(await restoreSession(db, user.id, sessionId))) throw notFound();
    return back();
  }
  const access = await accessTo(db, user, sessionId);
  if (!access) throw notFound();
  if (intent === "duplicate") {
    await consumeOne(context.limits.newSessions, user.id);
    const copy = await withRoom(() => duplicateSession(db, user, access.session));
    if (!copy) throw failure(409, "damaged", apiWords.damaged.copy);
    return redirect(`/sessions?rename=${copy.id}`, 303);
  }
  if (intent === "leave") {
    if (access.role === "owner") throw forbidden(apiWords.ownerCannotLeave);
    await leaveSession(db, sessionId, user.id);
    return back();
  }
  if (access.role !== "owner") throw forbidden(apiWords.ownerOnly.any);
  if (intent === "delete") {
    await deleteSession(db, user.id, sessionId);
    return back({ deleted: sessionId });
  }
  const entered = String(form.get("title") ?? "");
  const renamed = title.safeParse(entered);
  if (!renamed.success) return data({ sessionId, entered, error: renamed.error.issues[0]?.message }, 422);
  await updateSession(db, user.id, sessionId, { title: renamed.data });
  return back();
}
