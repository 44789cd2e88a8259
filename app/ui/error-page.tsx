import { isRouteErrorResponse } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import type { ErrorBody } from "../http.ts";
import { useRoot } from "./use-root.ts";
import { ButtonLink } from "./button.tsx";
import { Page } from "./page.tsx";
import { commonWords } from "../words/common.ts";
import { siteWords } from "../words/site.tsx";

/** What a page shows instead of itself: what happened, in a sentence, and where to go. */
export function ErrorPage({ error, children }: { error: unknown; children?: ReactNode }) {
  const { title, sentence } = describe(error);
  const isSignedIn = Boolean(useRoot()?.user);
  useEffect(() => {
    // The browser's own function for this, whose event the error reports listen to.
    if (error instanceof Error) reportError(error);
  }, [error]);
  return (
    <Page narrow>
      <div className="pt-4 sm:pt-12">
        <h1 className="text-2xl">{title}</h1>
        <p className="mt-2 mb-6 text-ink-8">{sentence}</p>
        {children}
        <div className="flex flex-wrap gap-2">
          {isSignedIn && (
            <ButtonLink to="/sessions" kind="main">
              {siteWords.errors.toSessions}
            </ButtonLink>
          )}
          <ButtonLink to="/" kind={isSignedIn ? "plain" : "main"}>
            {siteWords.errors.toFrontPage}
          </ButtonLink>
        </div>
      </div>
    </Page>
  );
}

function describe(error: unknown): { title: string; sentence: string } {
  const words = siteWords.errors;
  if (!isRouteErrorResponse(error)) return { title: words.crashed, sentence: words.reload };
  const { message, code } = (error.data as Partial<ErrorBody> | undefined)?.error ?? {};
  if (code === "void_invite") return { title: words.voidInvite, sentence: message ?? "" };
  if (code === "no_cookies") return { title: words.noCookies, sentence: message ?? "" };
  if (code === "no_room") return { title: words.noRoom, sentence: message ?? "" };
  if (code === "too_many") return { title: commonWords.oneMoment, sentence: message ?? "" };
  if (error.status === 404) return { title: words.notFound, sentence: message ?? words.noPage };
  if (error.status === 403) return { title: words.forbidden, sentence: message ?? words.mayNot };
  if (error.status === 503) return { title: words.unavailable, sentence: message ?? words.cannotAnswer };
  return { title: words.other(error.status), sentence: message ?? words.reload };
}
