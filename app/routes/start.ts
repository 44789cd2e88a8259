import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { createSession } from "../../db/sessions.ts";
import { createGuest } from "../../db/users.ts";
import { findUser, signIn } from "../auth.server.ts";
import { guestName } from "../guest-name.ts";
import { allowMethods } from "../http.ts";
import { samples } from "../samples.ts";

export const loader = () => redirect("/");

/** "Start coding": a guest, if nobody is signed in, and a session of her own, in one step. */
export async function action({ request, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const headers = new Headers();
  let user = await findUser(request, context);
  if (!user) {
    if (!context.env.ALLOW_GUESTS) return redirect("/sign-in?returnTo=/sessions/new");
    user = await createGuest(context.db, guestName());
    headers.append("Set-Cookie", await signIn(context, user.id));
  }
  const session = await createSession(
    context.db,
    user,
    { title: "Untitled session", language: "typescript", visibility: "link", linkRole: "editor" },
    samples.typescript,
  );
  return redirect(`/sessions/${session.id}`, { headers });
}
