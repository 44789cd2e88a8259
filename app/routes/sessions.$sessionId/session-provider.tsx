import { Direction } from "radix-ui";
import type { ReactNode } from "react";
import { direction } from "../../words/locale.ts";
import { ChatProvider } from "./chat/chat-context.tsx";
import { CollabProvider } from "./connection/collab-context.tsx";
import { IdentityProvider } from "./connection/identity-context.tsx";
import { EditorProvider } from "./editor/editor-context.tsx";
import { FilesProvider } from "./files/files-context.tsx";
import { LayoutProvider } from "./layout-context.tsx";
import { type PageData, PageDataProvider } from "./page-data.ts";
import { PeopleProvider } from "./people/people-context.tsx";
import { ReviewProvider } from "./review/review-context.tsx";
import { RunningProvider } from "./running/running-context.tsx";
import { SearchProvider } from "./search/search-context.tsx";
import { SettingsProvider } from "./settings-context.tsx";
import { UnderstandingProvider } from "./understanding/understanding-context.tsx";

/**
 * What the parts of the page share, one context per concern: each uses those above it. A part of the page asks a
 * question through a hook, such as `useMayEdit()` or `useActiveFile()`, and is rendered again when the answer changes.
 */
export function SessionProvider({ data, children }: { data: PageData; children: ReactNode }) {
  return (
    // Radix' menus ask nobody else which way the page is written.
    <Direction.Provider dir={direction()}>
      <PageDataProvider value={data}>
        <CollabProvider>
          <IdentityProvider>
            <SettingsProvider>
              <LayoutProvider>
                <PeopleProvider>
                  <FilesProvider>
                    <EditorProvider>
                      <ChatProvider>
                        <ReviewProvider>
                          <SearchProvider>
                            <RunningProvider>
                              <UnderstandingProvider>{children}</UnderstandingProvider>
                            </RunningProvider>
                          </SearchProvider>
                        </ReviewProvider>
                      </ChatProvider>
                    </EditorProvider>
                  </FilesProvider>
                </PeopleProvider>
              </LayoutProvider>
            </SettingsProvider>
          </IdentityProvider>
        </CollabProvider>
      </PageDataProvider>
    </Direction.Provider>
  );
}
