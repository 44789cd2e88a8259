import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findUser, safeReturnTo } from "../../auth/auth.server.ts";
import { titleByAddress } from "../../api/preview.server.ts";
import { problemSentence } from "../../auth/sign-in-problems.ts";
import { linkPreview, sessionPreview } from "../../ui/link-preview.ts";
import { signInWords } from "../../words/sign-in.tsx";
import { SignInScreen } from "./sign-in-screen.tsx";

/** Who opens a session without a sign-in is sent here, and so are messengers that ask what to show of its link. */
export const meta: MetaFunction<typeof loader> = ({ data, matches, location }) => [
  { title: signInWords.documentTitle },
  { name: "robots", content: "noindex" },
  // Its own address: the session's leads here again, and those who look for the one true address would go in circles.
  ...(data?.sessionId
    ? sessionPreview({ ...data, sessionId: data.sessionId, matches, path: location.pathname + location.search })
    : linkPreview({ matches, path: "/sign-in" })),
];

const SESSION = /^\/sessions\/([\da-f-]{36})(?:[/?#]|$)/i;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const returnTo = safeReturnTo(searchParams.get("returnTo"));
  const problem = problemSentence(searchParams.get("error"));
  if (!problem && (await findUser(request, context))) throw redirect(returnTo);
  const sessionId = SESSION.exec(returnTo)?.[1];
  return { returnTo, problem, sessionId, title: sessionId && (await titleByAddress(context, sessionId)) };
}

export default function SignIn() {
  const { returnTo, problem } = useLoaderData<typeof loader>();
  return <SignInScreen returnTo={returnTo} problem={problem} />;
}
