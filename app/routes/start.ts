import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { createSession } from "../../db/sessions.ts";
import { findUser, signInGuest } from "../auth/auth.server.ts";
import { guestName } from "../auth/guest-name.ts";
import { allowMethods } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { samples } from "./sessions.new/samples.ts";
import { withRoom } from "../api/with-room.ts";
import { commonWords } from "../words/common.ts";

export const loader = () => redirect("/");

/** "Start coding": a guest, if nobody is signed in, and a session of their own, in one step. */
export async function action({ request, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const headers = new Headers();
  let user = await findUser(request, context);
  if (!user) {
    if (!context.env.ALLOW_GUESTS) return redirect("/sign-in?returnTo=/sessions/new");
    const guest = await signInGuest(request, context, guestName());
    headers.append("Set-Cookie", guest.cookie);
    user = guest.user;
  }
  await consumeOne(context.limits.newSessions, user.id);
  const owner = user;
  const settings = {
    title: commonWords.untitledSession,
    language: "typescript",
    visibility: "link",
    linkRole: "editor",
  } as const;
  const session = await withRoom(() => createSession(context.db, owner, settings, samples.typescript));
  return redirect(`/sessions/${session.id}`, { headers });
}
