import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findUser, safeReturnTo } from "../../auth/auth.server.ts";
import { problemSentence } from "../../auth/sign-in-problems.ts";
import { SignInScreen } from "./sign-in-screen.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Tandem" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const returnTo = safeReturnTo(searchParams.get("returnTo"));
  const problem = problemSentence(searchParams.get("error"));
  if (!problem && (await findUser(request, context))) throw redirect(returnTo);
  return { returnTo, problem };
}

export default function SignIn() {
  return <SignInScreen {...useLoaderData<typeof loader>()} />;
}
