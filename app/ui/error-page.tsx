import { isRouteErrorResponse } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import type { ErrorBody } from "../http.ts";
import { useRoot } from "./use-root.ts";
import { ButtonLink } from "./button.tsx";
import { Page } from "./page.tsx";

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
              Your sessions
            </ButtonLink>
          )}
          <ButtonLink to="/" kind={isSignedIn ? "plain" : "main"}>
            Front page
          </ButtonLink>
        </div>
      </div>
    </Page>
  );
}

function describe(error: unknown): { title: string; sentence: string } {
  if (!isRouteErrorResponse(error)) {
    return { title: "Something went wrong", sentence: "Nothing that was saved is lost. Reload the page to try again." };
  }
  const { message, code } = (error.data as Partial<ErrorBody> | undefined)?.error ?? {};
  if (code === "void_invite") return { title: "This invite is void", sentence: message ?? "" };
  if (code === "no_cookies") return { title: "Cookies are blocked", sentence: message ?? "" };
  if (code === "no_room") return { title: "No room left", sentence: message ?? "" };
  if (code === "too_many") return { title: "One moment, please", sentence: message ?? "" };
  if (error.status === 404) return { title: "Not found", sentence: message ?? "There is no page at this address." };
  if (error.status === 403) return { title: "Not allowed", sentence: message ?? "You may not do this." };
  if (error.status === 503)
    return { title: "Just a moment", sentence: message ?? "The server cannot answer now. Please try again." };
  return { title: `Error ${error.status}`, sentence: message ?? "Reload the page to try again." };
}
