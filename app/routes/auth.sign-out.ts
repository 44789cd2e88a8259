import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { signOut } from "../auth/auth.server.ts";
import { allowMethods } from "../http.ts";

export const loader = () => redirect("/");

export async function action({ request, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  return redirect("/", { status: 303, headers: { "Set-Cookie": await signOut(request, context) } });
}
