import { Form } from "@remix-run/react";
import { Button } from "./button.tsx";
import { GitHubMark } from "./github-mark.tsx";
import { siteWords } from "../words/site.tsx";

/** Leaves for GitHub; a full page load, since the answer leads to another origin. */
export function GitHubButton({
  returnTo,
  kind = "plain",
  size = "normal",
}: {
  returnTo: string;
  kind?: "main" | "plain";
  size?: "normal" | "large";
}) {
  return (
    <Form method="post" action="/auth/github" reloadDocument>
      <input type="hidden" name="returnTo" value={returnTo} />
      <Button type="submit" kind={kind} size={size} className="w-full">
        <GitHubMark size={18} /> {siteWords.signInWithGitHub}
      </Button>
    </Form>
  );
}
