import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { acceptInvite, findInvite } from "../../db/invites.ts";
import { findUser, signInGuest } from "../auth.server.ts";
import { guestNameField } from "../guest-name.ts";
import { allowMethods, failure, parseForm } from "../http.ts";
import { useRoot } from "../root.tsx";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { GitHubButton } from "../ui/github-button.tsx";
import { Page } from "../ui/page.tsx";

export const meta: MetaFunction<typeof loader> = ({ data: invite }) => [
  { title: invite ? `Join ${invite.title} · Tandem` : "Invite · Tandem" },
  { name: "robots", content: "noindex" },
];

const isVoid = () => failure(404, "void_invite", "It has expired, was used up or revoked, or its session is gone. Ask whoever sent it for a new one.");

export async function loader({ params, context }: LoaderFunctionArgs) {
  const invite = await findInvite(context.db, params.token ?? "");
  if (!invite) throw isVoid();
  return { title: invite.title, invitedBy: invite.invited_by, role: invite.role, path: `/join/${params.token}` };
}

const guestForm = z.object({ name: guestNameField });

export async function action({ request, params, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const { db } = context;
  const token = params.token ?? "";
  if (!(await findInvite(db, token))) throw isVoid();
  const headers = new Headers();
  let user = await findUser(request, context);
  if (!user) {
    const { values, fields } = await parseForm(request, guestForm);
    if (!values) return data({ nameError: fields.name }, 422);
    const guest = await signInGuest(request, context, values.name);
    headers.append("Set-Cookie", guest.cookie);
    user = guest.user;
  }
  const sessionId = await acceptInvite(db, token, user);
  if (!sessionId) throw isVoid();
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
        <p className="break-words text-ink-7">{invitedBy} invites you to</p>
        <h1 className="mt-1 text-2xl break-words">{title}</h1>
        <p className="mt-2 mb-6 text-ink-7">{role === "editor" ? "You can write, read and chat there." : "You can read and chat there; writing is for others."}</p>
        {(user || root?.allowGuests) && (
          <Form method="post" className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {!user && (
              <TextField label="Your name" hint="Others see it at your caret." name="name" maxLength={root?.maxChars.name} autoComplete="nickname" required autoFocus error={nameError} />
            )}
            <Button type="submit" kind="main" className="max-w-full">
              <span className="truncate">{user ? `Join as ${user.name}` : "Join as guest"}</span>
            </Button>
          </Form>
        )}
        {!user && root?.hasGitHub && (
          <div className="mt-4">
            <GitHubButton returnTo={path} />
          </div>
        )}
        {!user && !root?.hasGitHub && !root?.allowGuests && <p className="text-ink-7">Nobody can sign in on this server: guests and GitHub are both turned off.</p>}
      </div>
    </Page>
  );
}
