import { type ActionFunctionArgs, data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "../../protocol/zod.ts";
import { safeReturnTo, signInGuest } from "../auth/auth.server.ts";
import { guestNameField } from "../auth/guest-name.ts";
import { allowMethods, parseForm } from "../http.ts";
import { signInWords } from "../words/sign-in.tsx";
import { SignInScreen } from "./sign-in/sign-in-screen.tsx";

export const meta: MetaFunction = () => [{ title: signInWords.documentTitle }];

export const loader = () => null;

const guestForm = z.object({ name: guestNameField });

export async function action({ request, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const { form, values, fields } = await parseForm(request, guestForm);
  const returnTo = safeReturnTo(form.get("returnTo"));
  if (!values) return data({ returnTo, name: String(form.get("name") ?? ""), nameError: fields.name }, 422);
  const { cookie } = await signInGuest(request, context, values.name);
  return redirect(returnTo, { status: 303, headers: { "Set-Cookie": cookie } });
}

/** Shown when the name was not good, and to somebody who reloads that. */
export default function AsGuest() {
  return <SignInScreen {...(useActionData<typeof action>() ?? { returnTo: "/sessions" })} />;
}
