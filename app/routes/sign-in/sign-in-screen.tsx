import { Form } from "@remix-run/react";
import { useRoot } from "../../ui/use-root.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { GitHubButton } from "../../ui/github-button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";

type SignInScreenProps = {
  returnTo: string;
  /** A sentence about a sign-in that did not work. */
  problem?: string;
  name?: string;
  nameError?: string;
};

export function SignInScreen({ returnTo, problem, name, nameError }: SignInScreenProps) {
  const root = useRoot();
  const allowGuests = root?.allowGuests ?? true;
  const hasGitHub = root?.hasGitHub ?? false;
  return (
    <Page narrow>
      <div className="mx-auto max-w-sm pt-4 sm:pt-12">
        <h1 className="text-2xl">Sign in</h1>
        <p className="mt-1 mb-6 text-ink-7">
          {/^\/sessions\/[\da-f-]{36}/.test(returnTo)
            ? "One step, then you are in the session."
            : "A name is enough; others see it at your caret."}
        </p>
        {problem && <Notice kind="problem">{problem}</Notice>}
        {allowGuests && (
          <Form method="post" action="/auth/guest" className="grid gap-4">
            <input type="hidden" name="returnTo" value={returnTo} />
            <TextField
              label="Your name"
              name="name"
              defaultValue={name}
              maxLength={root?.maxChars.name}
              autoComplete="nickname"
              required
              autoFocus
              error={nameError}
            />
            <Button type="submit" kind="main">
              Continue as guest
            </Button>
          </Form>
        )}
        {allowGuests && hasGitHub && <Divider />}
        {hasGitHub && <GitHubButton returnTo={returnTo} kind={allowGuests ? "plain" : "main"} />}
        {hasGitHub && allowGuests && (
          <p className="mt-3 text-sm text-ink-7">Sign in with GitHub to find your sessions again in any browser.</p>
        )}
        {!hasGitHub && (
          <p className="mt-6 border-t border-ink-3 pt-4 text-sm text-ink-7">
            Sign-in with GitHub is off on this server. Whoever runs it turns it on with <code>GITHUB_CLIENT_ID</code>{" "}
            and <code>GITHUB_CLIENT_SECRET</code>.{!allowGuests && " Guests are off too, so nobody can sign in."}
          </p>
        )}
      </div>
    </Page>
  );
}

function Divider() {
  return (
    <p className="my-5 flex items-center gap-3 text-sm text-ink-7 before:h-px before:flex-1 before:bg-ink-3 after:h-px after:flex-1 after:bg-ink-3">
      or
    </p>
  );
}
