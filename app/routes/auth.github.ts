import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "../../protocol/zod.ts";
import { safeReturnTo } from "../auth/auth.server.ts";
import { hasGitHub, leaveForGitHub } from "../auth/github.server.ts";
import { allowMethods, parseForm } from "../http.ts";

export const loader = () => redirect("/sign-in");

export async function action({ request, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const { form } = await parseForm(request, z.looseObject({}));
  const returnTo = safeReturnTo(form.get("returnTo"));
  if (!hasGitHub(context.env)) return redirect(`/sign-in?error=off&returnTo=${encodeURIComponent(returnTo)}`, 303);
  return leaveForGitHub(context, returnTo);
}
