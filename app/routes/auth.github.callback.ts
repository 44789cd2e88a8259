import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { deleteSignIn } from "../../db/sign-ins.ts";
import { adoptGuest, upsertGitHubUser } from "../../db/users.ts";
import { findRequestSignIn, signIn } from "../auth/auth.server.ts";
import { arriveFromGitHub, hasGitHub } from "../auth/github.server.ts";
import { allowMethods } from "../http.ts";

/** Back from GitHub: signs in, and makes what this browser's guest had theirs. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!hasGitHub(context.env)) throw redirect("/sign-in?error=off");
  const { profile, problem, returnTo, clearing } = await arriveFromGitHub(request, context);
  const headers = new Headers();
  if (!profile) {
    for (const cookie of clearing) headers.append("Set-Cookie", cookie);
    return redirect(`/sign-in?error=${problem}&returnTo=${encodeURIComponent(returnTo)}`, { headers });
  }
  const before = await findRequestSignIn(request, context);
  const user = await upsertGitHubUser(context.db, profile);
  if (before?.user.guest) await adoptGuest(context.db, before.user.id, user.id);
  else if (before) await deleteSignIn(context.db, before.idHash);
  headers.append("Set-Cookie", await signIn(context, user.id));
  for (const cookie of clearing) headers.append("Set-Cookie", cookie);
  return redirect(returnTo, { headers });
}

export const action = ({ request }: ActionFunctionArgs) => allowMethods(request, "GET");
