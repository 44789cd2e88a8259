import type { HeadersFunction, LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useLoaderData, useRouteError } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";
import { MAX_NAME_CHARS, MAX_TITLE_CHARS } from "../protocol/limits.ts";
import stylesheet from "./app.css?url";
import { CommandsProvider } from "./commands/commands-provider.tsx";
import { findUser } from "./auth/auth.server.ts";
import { hasGitHub } from "./auth/github.server.ts";
import type {} from "./server/load-context.ts";
import { useNonce } from "./nonce.ts";
import { tellSignIn } from "./auth/sign-in-channel.client.ts";
import { readTheme, themeColors, themeScript } from "./ui/theme.ts";
import { ErrorPage } from "./ui/error-page.tsx";
import { Notices } from "./ui/notices.tsx";
import { OtherAddress } from "./ui/other-address.tsx";
import { toast } from "./ui/toast.ts";
import { useRoot } from "./ui/use-root.ts";
import { direction, locale } from "./words/locale.ts";
import { siteWords } from "./words/site.tsx";
import { useBrowserReports } from "./telemetry/use-browser-reports.ts";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: stylesheet },
  { rel: "icon", href: "/favicon.ico", sizes: "32x32" },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "apple-touch-icon", href: "/apple-touch-icon.png" },
  { rel: "manifest", href: "/manifest.webmanifest" },
];

/** For pages that could not be shown: each other page has a title of its own. */
export const meta: MetaFunction = () => [{ title: "Tandem" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  return {
    user: (await findUser(request, context)) ?? null,
    theme: readTheme(request.headers.get("cookie")),
    allowGuests: context.env.ALLOW_GUESTS,
    hasGitHub: hasGitHub(context.env),
    appOrigin: context.env.APP_ORIGIN,
    sentryDsn: context.env.SENTRY_DSN,
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

export function Layout({ children }: { children: ReactNode }) {
  const root = useRoot();
  const theme = root?.theme ?? "system";
  useBrowserReports(root?.sentryDsn);
  const nonce = useNonce();
  return (
    <html
      lang={locale()}
      dir={direction()}
      data-theme-choice={theme}
      data-theme={theme === "system" ? "light" : theme}
      suppressHydrationWarning
    >
      <head>
        <meta charSet="utf-8" />
        {/* Up to the screen's edges, from which our parts keep their distance; a keyboard makes the page smaller. */}
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        {themeColors(theme).map((color) => (
          <meta key={color.media ?? ""} name="theme-color" {...color} />
        ))}
        <Meta />
        <Links />
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <OtherAddress appOrigin={root?.appOrigin} />
        {children}
        <Notices theme={theme} />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  const userId = useLoaderData<typeof loader>().user?.id;
  const isSignedOut = !userId;
  useEffect(() => {
    // Whoever uses this browser next finds nothing of theirs except edits that are stored nowhere else.
    if (!isSignedOut) return;
    import("./copies.client.ts").then(({ removeSavedCopies }) => removeSavedCopies()).catch(() => {});
    import("./kept-chat.ts").then(({ removeKeptChats }) => removeKeptChats()).catch(() => {});
  }, [isSignedOut]);
  const before = useRef(userId);
  useEffect(() => {
    tellSignIn(userId);
    // Whoever signs out here loads a page anew.
    if (before.current && !userId) toast(siteWords.signedOutElsewhere);
    before.current = userId;
  }, [userId]);
  return (
    <CommandsProvider>
      <Outlet />
    </CommandsProvider>
  );
}

export function ErrorBoundary() {
  return <ErrorPage error={useRouteError()} />;
}
