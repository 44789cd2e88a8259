import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, isRouteErrorResponse, useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { z } from "../../protocol/zod.ts";
import { acceptInvite, type Effect, findInvite } from "../../db/invites.ts";
import { findUser, signInGuest } from "../auth/auth.server.ts";
import { guestNameField } from "../auth/guest-name.ts";
import { allowMethods, type ErrorBody, failure, parseForm } from "../http.ts";
import { useRoot } from "../ui/use-root.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { ErrorPage } from "../ui/error-page.tsx";
import { TextField } from "../ui/field.tsx";
import { GitHubButton } from "../ui/github-button.tsx";
import { linkPreview } from "../ui/link-preview.ts";
import { Page } from "../ui/page.tsx";
import { commonWords } from "../words/common.ts";
import { joinWords } from "../words/join.ts";

export const meta: MetaFunction<typeof loader> = ({ data: invite, matches, params }) => [
  { title: invite ? joinWords.documentTitle(invite.title) : joinWords.untitled },
  { name: "robots", content: "noindex" },
  ...linkPreview({
    matches,
    path: `/join/${params.token}`,
    picture: `/join/${params.token}/preview.png`,
    title: invite?.title,
    description: invite && joinWords.preview,
  }),
];

const isVoid = () => failure(404, "void_invite", joinWords.isVoid);

/**
 * What the owner decided after the invite was made holds; somebody who is still in the session gets a link to it as
 * well.
 */
const isOutdated = (effect: "removed" | "lowered", sessionId: string) => {
  const body: ErrorBody & { sessionId?: string } = {
    error: { code: "forbidden", message: joinWords.outdated[effect] },
    ...(effect === "lowered" && { sessionId }),
  };
  return Response.json(body, { status: 403, headers: { "Cache-Control": "no-store" } });
};

/** Throws what is to be said instead of asking; returns the role that the invite would give. */
function requireGrant(effect: Effect, sessionId: string) {
  if (effect === "void") throw isVoid();
  if (effect === "member") throw redirect(`/sessions/${sessionId}`);
  if (typeof effect === "string") throw isOutdated(effect, sessionId);
  return effect.grant;
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const user = await findUser(request, context);
  const invite = await findInvite(context.db, params.token ?? "", user?.id);
  if (!invite) throw isVoid();
  const { title, invitedBy, effect, sessionId } = invite;
  return { title, invitedBy, role: requireGrant(effect, sessionId), path: `/join/${params.token}` };
}

const guestForm = z.object({ name: guestNameField });

export async function action({ request, params, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const { db } = context;
  const token = params.token ?? "";
  const invite = await findInvite(db, token);
  if (!invite) throw isVoid();
  const headers = new Headers();
  let user = await findUser(request, context);
  if (!user) {
    if (invite.effect === "void") throw isVoid();
    const { values, fields } = await parseForm(request, guestForm);
    if (!values) return data({ nameError: fields.name }, 422);
    const guest = await signInGuest(request, context, values.name);
    headers.append("Set-Cookie", guest.cookie);
    user = guest.user;
  }
  const { effect, sessionId } = await acceptInvite(db, token, user);
  if (effect === "void") throw isVoid();
  if (effect === "removed" || effect === "lowered") throw isOutdated(effect, sessionId);
  return redirect(`/sessions/${sessionId}`, { status: 303, headers });
}

export default function Join() {
  const { title, invitedBy, role, path } = useLoaderData<typeof loader>();
  const { nameError } = useActionData<typeof action>() ?? {};
  const root = useRoot();
  const user = root?.user;
  return (
    <Page narrow>
      <div className="mx-auto max-w-sm pt-4 sm:pt-12">
        <p className="break-words text-ink-7">{joinWords.invitesYouTo(invitedBy)}</p>
        <h1 translate="no" dir="auto" className="mt-1 text-2xl break-words">
          {title}
        </h1>
        <p className="mt-2 mb-6 text-ink-7">{joinWords.roles[role]}</p>
        {(user || root?.allowGuests) && (
          <Form method="post" className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {!user && (
              <TextField
                label={commonWords.yourName}
                hint={joinWords.nameHint}
                name="name"
                maxLength={root?.maxChars.name}
                autoComplete="nickname"
                required
                autoFocus
                error={nameError}
              />
            )}
            <Button type="submit" kind="main" className="max-w-full">
              <span className="truncate">{user ? joinWords.joinAs(user.name) : joinWords.joinAsGuest}</span>
            </Button>
          </Form>
        )}
        {!user && root?.hasGitHub && (
          <div className="mt-4">
            <GitHubButton returnTo={path} />
          </div>
        )}
        {!user && !root?.hasGitHub && !root?.allowGuests && <p className="text-ink-7">{joinWords.nobodySignsIn}</p>}
      </div>
    </Page>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const { sessionId } =
    ((isRouteErrorResponse(error) ? error.data : undefined) as { sessionId?: string } | undefined) ?? {};
  return (
    <ErrorPage error={error}>
      {sessionId && (
        <p className="mb-2">
          <ButtonLink to={`/sessions/${sessionId}`} kind="main">
            {joinWords.openSession}
          </ButtonLink>
        </p>
      )}
    </ErrorPage>
  );
}
