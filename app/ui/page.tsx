import { Form, Link } from "@remix-run/react";
import { ChevronDown, LogOut, Settings } from "lucide-react";
import type { ReactNode } from "react";
import { useSignInElsewhere } from "../auth/use-sign-in-elsewhere.ts";
import { useRoot } from "./use-root.ts";
import { Avatar } from "./avatar.tsx";
import { ButtonLink } from "./button.tsx";
import { DisclosureMenu, menuItem } from "./disclosure-menu.tsx";
import { GitHubMark } from "./github-mark.tsx";
import { Logo } from "./logo.tsx";
import { siteWords } from "../words/site.tsx";

/** The frame of every page but the editor: skip link, header, and the one `main`. */
export function Page({ children, narrow = false }: { children: ReactNode; narrow?: boolean }) {
  useSignInElsewhere();
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-30 rounded bg-ink-0 px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:start-2"
      >
        {siteWords.skipToContent}
      </a>
      <Header />
      <main id="main" className={`mx-auto w-full flex-1 px-4 py-8 sm:px-6 ${narrow ? "max-w-xl" : "max-w-5xl"}`}>
        {children}
      </main>
    </div>
  );
}

function Header() {
  const user = useRoot()?.user;
  return (
    <header className="border-b border-ink-3 bg-ink-1">
      <div className="mx-auto flex h-12 max-w-5xl items-center gap-1 px-4 sm:px-6">
        <Link to="/" className="-ms-1 flex h-8 items-center gap-1.5 rounded px-1 font-semibold text-ink-10 max-md:h-11">
          <Logo size={22} />
          <span translate="no">Tandem</span>
        </Link>
        <nav aria-label={siteWords.navigation} className="ms-3 flex-1">
          {user && (
            <Link
              to="/sessions"
              className="inline-flex h-8 items-center rounded px-2 text-sm text-ink-8 hover:bg-ink-2 hover:text-ink-10 max-md:h-11"
            >
              {siteWords.sessions}
            </Link>
          )}
        </nav>
        {user ? (
          <UserMenu />
        ) : (
          <ButtonLink to="/sign-in" kind="quiet" size="small">
            {siteWords.signIn}
          </ButtonLink>
        )}
      </div>
    </header>
  );
}

function UserMenu() {
  const root = useRoot();
  if (!root?.user) return null;
  const { user, hasGitHub } = root;
  const items = (
    <>
      <p translate="no" className="truncate px-2.5 pt-1.5 text-sm font-semibold text-ink-10">
        {user.name}
      </p>
      <p className="border-b border-ink-3 px-2.5 pb-2 text-sm text-ink-7">
        {user.guest ? siteWords.menu.guest : siteWords.menu.withGitHub}
      </p>
      <Link to="/settings" className={`mt-1 ${menuItem}`}>
        <Settings size={16} aria-hidden /> {siteWords.menu.settings}
      </Link>
      {user.guest && hasGitHub && (
        <Form method="post" action="/auth/github" reloadDocument>
          <button className={menuItem}>
            <GitHubMark size={16} /> {siteWords.signInWithGitHub}
          </button>
        </Form>
      )}
      {user.guest ? (
        // Signing out is for ever for a guest: the settings say so beside the button.
        <Link to="/settings#sign-in" className={menuItem}>
          <LogOut size={16} aria-hidden /> {siteWords.menu.signOutInSettings}
        </Link>
      ) : (
        <Form method="post" action="/auth/sign-out" reloadDocument>
          <button className={menuItem}>
            <LogOut size={16} aria-hidden /> {siteWords.menu.signOut}
          </button>
        </Form>
      )}
    </>
  );
  return (
    <DisclosureMenu items={items} className="h-9 gap-1.5 px-1.5 max-md:h-11">
      <Avatar person={user} size={24} />
      <span className="sr-only">{siteWords.menu.yours}</span>
      <span translate="no" className="max-w-40 truncate text-sm max-sm:sr-only">
        {user.name}
      </span>
      <ChevronDown size={14} aria-hidden />
    </DisclosureMenu>
  );
}
