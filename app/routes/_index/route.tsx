import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "../../../protocol/zod.ts";
import { allowMethods, parseForm } from "../../http.ts";
import { useRoot } from "../../ui/use-root.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { GitHubButton } from "../../ui/github-button.tsx";
import { linkPreview } from "../../ui/link-preview.ts";
import { Page } from "../../ui/page.tsx";
import { landingWords } from "../../words/landing.tsx";
import { siteWords } from "../../words/site.tsx";
import { OpenLink } from "./open-link.tsx";
import { PageEnd } from "./page-end.tsx";
import { ProductPicture } from "./product-picture.tsx";
import { resolveLink } from "./resolve-link.ts";
import { Tour } from "./tour.tsx";

export const meta: MetaFunction = ({ matches }) => [
  { title: siteWords.preview.title },
  { name: "description", content: landingWords.description },
  ...linkPreview({ matches, path: "/" }),
];

export const loader = ({ context }: LoaderFunctionArgs) => ({ sourceUrl: context.env.SOURCE_URL ?? null });

/** The field for a link: on to the session or the invite that it names, or a sentence why not. */
export async function action({ request, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const { form } = await parseForm(request, z.looseObject({}));
  const entered = String(form.get("link") ?? "");
  const { path, problem } = resolveLink(entered, context.env.APP_ORIGIN);
  if (problem !== undefined) return data({ entered, problem }, 422);
  return redirect(path, 303);
}

/** Before the press, while the session is still to be made. */
const loadEditor = () => void import("../sessions.$sessionId/editor/editor.client.tsx").catch(() => {});

export default function Landing() {
  const root = useRoot();
  const { sourceUrl } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <Page>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-10 lg:grid-cols-[minmax(0,380px)_minmax(0,1fr)] lg:gap-14 lg:pt-16">
        <div>
          <h1 className="text-3xl leading-tight tracking-tight text-balance sm:text-4xl">
            {landingWords.headline((line) => (
              <span className="lg:block">{line} </span>
            ))}
          </h1>
          <p className="mt-4 text-balance text-ink-8">{landingWords.tagline}</p>
          <div className="mt-7 flex flex-wrap gap-2.5">
            <Form method="post" action="/start" onPointerEnter={loadEditor} onFocus={loadEditor}>
              <Button type="submit" kind="main" size="large">
                {landingWords.start}
              </Button>
            </Form>
            {root?.user && (
              <ButtonLink to="/sessions" size="large">
                {landingWords.yourSessions}
              </ButtonLink>
            )}
            {root && !root.user && root.hasGitHub && <GitHubButton returnTo="/sessions" size="large" />}
          </div>
          <OpenLink {...refused} />
        </div>
        <ProductPicture />
      </div>
      <Tour />
      <PageEnd sourceUrl={sourceUrl} />
    </Page>
  );
}
