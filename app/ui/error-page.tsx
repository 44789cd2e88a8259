import { isRouteErrorResponse } from "@remix-run/react";
import type { ReactNode } from "react";
import type { ErrorBody } from "../http.ts";
import { ButtonLink } from "./button.tsx";
import { Mark } from "./mark.tsx";

/** What a page shows instead of itself: what happened, in a sentence, and where to go. */
export function ErrorPage({ error, children }: { error: unknown; children?: ReactNode }) {
  const { title, sentence } = describe(error);
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 px-6">
      <Mark size={32} />
      <h1 className="text-2xl">{title}</h1>
      <p className="text-ink-8">{sentence}</p>
      {children}
      <div className="flex gap-2">
        <ButtonLink to="/sessions" kind="main">
          Your sessions
        </ButtonLink>
        <ButtonLink to="/">Front page</ButtonLink>
      </div>
    </main>
  );
}

function describe(error: unknown): { title: string; sentence: string } {
  if (!isRouteErrorResponse(error)) {
    return { title: "Something went wrong", sentence: "Nothing that was saved is lost. Reload the page to try again." };
  }
  const message = (error.data as Partial<ErrorBody> | undefined)?.error?.message;
  if (error.status === 404) return { title: "Not found", sentence: message ?? "There is no page at this address." };
  if (error.status === 403) return { title: "Not allowed", sentence: message ?? "You may not do this." };
  if (error.status === 503) return { title: "Just a moment", sentence: message ?? "The server cannot answer now. Please try again." };
  return { title: `Error ${error.status}`, sentence: message ?? "Reload the page to try again." };
}
