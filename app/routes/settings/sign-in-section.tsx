import { Form } from "@remix-run/react";
import { useRoot } from "../../ui/use-root.ts";
import { Button } from "../../ui/button.tsx";
import { GitHubButton } from "../../ui/github-button.tsx";
import { settingsWords } from "../../words/settings.ts";

export function SignInSection({ guest, name }: { guest: boolean; name: string }) {
  const words = settingsWords.signIn;
  const hasGitHub = useRoot()?.hasGitHub;
  return (
    <section id="sign-in" aria-labelledby="sign-in-title" className="border-t border-ink-3 pt-6">
      <h2 id="sign-in-title" className="text-sm">
        {words.heading}
      </h2>
      <p className="mt-1 mb-4 break-words text-ink-8">{guest ? words.guest(name) : words.withGitHub(name)}</p>
      {guest && hasGitHub && (
        <div className="mb-4 max-w-xs">
          <GitHubButton returnTo="/settings" />
          <p className="mt-2 text-sm text-ink-7">{words.toGitHub}</p>
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <Form method="post">
          <Button type="submit" name="intent" value="elsewhere">
            {words.signOutElsewhere}
          </Button>
        </Form>
        <Form method="post" action="/auth/sign-out" reloadDocument>
          <Button type="submit" kind="danger">
            {words.signOut}
          </Button>
        </Form>
      </div>
    </section>
  );
}
