import { RemixBrowser } from "@remix-run/react";
import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { loadTranslation } from "./words/load-translation.ts";

void Promise.all([dataIsRead(), loadTranslation()]).then(() =>
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
    </StrictMode>,
  ),
);

/**
 * Remix reads the page's data within its first rendering, which throws the promise of it where no boundary is above. A
 * key or a click that comes before it is kept makes React render at once, which it cannot do then, and it gives the
 * page up (error 345). So the reading begins here, before any hook is reached, and nothing is rendered until it ends.
 */
async function dataIsRead() {
  try {
    RemixBrowser({});
  } catch (thrown) {
    await thrown;
  }
}
