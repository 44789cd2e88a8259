import { Form } from "@remix-run/react";
import { useRoot } from "../../ui/use-root.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { GitHubButton } from "../../ui/github-button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { commonWords } from "../../words/common.ts";
import { signInWords } from "../../words/sign-in.tsx";

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
        <h1 className="text-2xl">{signInWords.heading}</h1>
        <p className="mt-1 mb-6 text-ink-7">
          {/^\/sessions\/[\da-f-]{36}/.test(returnTo) ? signInWords.toSession : signInWords.nameIsEnough}
        </p>
        {problem && <Notice kind="problem">{problem}</Notice>}
        {allowGuests && (
          <Form method="post" action="/auth/guest" className="grid gap-4">
            <input type="hidden" name="returnTo" value={returnTo} />
            <TextField
              label={commonWords.yourName}
              name="name"
              defaultValue={name}
              maxLength={root?.maxChars.name}
              autoComplete="nickname"
              required
              autoFocus
              error={nameError}
            />
            <Button type="submit" kind="main">
              {signInWords.asGuest}
            </Button>
          </Form>
        )}
        {allowGuests && hasGitHub && <Divider />}
        {hasGitHub && <GitHubButton returnTo={returnTo} kind={allowGuests ? "plain" : "main"} />}
        {hasGitHub && allowGuests && <p className="mt-3 text-sm text-ink-7">{signInWords.whyGitHub}</p>}
        {!hasGitHub && (
          <p className="mt-6 border-t border-ink-3 pt-4 text-sm text-ink-7">
            {signInWords.gitHubOff(setting("GITHUB_CLIENT_ID"), setting("GITHUB_CLIENT_SECRET"))}
            {!allowGuests && ` ${signInWords.guestsOff}`}
          </p>
        )}
      </div>
    </Page>
  );
}

const setting = (name: string) => <code translate="no">{name}</code>;

function Divider() {
  return (
    <p className="my-5 flex items-center gap-3 text-sm text-ink-7 before:h-px before:flex-1 before:bg-ink-3 after:h-px after:flex-1 after:bg-ink-3">
      {signInWords.or}
    </p>
  );
}
