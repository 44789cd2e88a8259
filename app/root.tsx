import type { HeadersFunction, LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteError, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { Toaster } from "sonner";
import { MAX_NAME_CHARS, MAX_TITLE_CHARS } from "../collab/protocol.ts";
import stylesheet from "./app.css?url";
import { findUser } from "./auth.server.ts";
import { hasGitHub } from "./github.server.ts";
import type { ErrorBody } from "./http.ts";
import type {} from "./load-context.ts";
import { useNonce } from "./nonce.ts";
import { readTheme, themeScript } from "./theme.ts";
import { ButtonLink } from "./ui/button.tsx";
import { Page } from "./ui/page.tsx";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: stylesheet },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

/** For pages that could not be shown: each other page has a title of its own. */
export const meta: MetaFunction = () => [{ title: "Tandem" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  return {
    user: (await findUser(request, context)) ?? null,
    theme: readTheme(request.headers.get("cookie")),
    allowGuests: context.env.ALLOW_GUESTS,
    hasGitHub: hasGitHub(context.env),
    // Handed over, since the module of the limits would bring zod and Yjs to every page.
    maxChars: { name: MAX_NAME_CHARS, title: MAX_TITLE_CHARS },
  };
}

/** What a refusal says in its headers, such as when to try again, goes out with the page that shows it. */
export const headers: HeadersFunction = ({ errorHeaders }) => {
  const kept = new Headers();
  for (const name of ["Allow", "Cache-Control", "Retry-After"]) {
    const value = errorHeaders?.get(name);
    if (value) kept.set(name, value);
  }
  return kept;
};

/** What every page knows: who is signed in, the theme, which ways to sign in there are. */
export const useRoot = () => useRouteLoaderData<typeof loader>("root");

export function Layout({ children }: { children: ReactNode }) {
  const theme = useRoot()?.theme ?? "system";
  const nonce = useNonce();
  return (
    <html lang="en" data-theme-choice={theme} data-theme={theme === "system" ? "light" : theme} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        {children}
        <Toaster
          position="bottom-center"
          offset={36}
          // On phones the field for a message is at the bottom.
          mobileOffset={{ bottom: 120 }}
          theme={theme === "high-contrast" ? "dark" : theme}
          style={{ fontFamily: "var(--font-sans)" }}
        />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const { title, sentence } = describe(useRouteError());
  const isSignedIn = Boolean(useRoot()?.user);
  return (
    <Page narrow>
      <div className="pt-4 sm:pt-12">
        <h1 className="text-2xl">{title}</h1>
        <p className="mt-2 mb-6 text-ink-8">{sentence}</p>
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
  if (code === "too_many") return { title: "One moment, please", sentence: message ?? "" };
  if (error.status === 404) return { title: "Not found", sentence: message ?? "There is no page at this address." };
  if (error.status === 403) return { title: "Not allowed", sentence: message ?? "You may not do this." };
  if (error.status === 503) return { title: "Just a moment", sentence: message ?? "The server cannot answer now. Please try again." };
  return { title: `Error ${error.status}`, sentence: message ?? "Reload the page to try again." };
}
