import type { SerializeFrom } from "@remix-run/node";
import { createRequiredContext } from "./required-context.ts";
import type { loader } from "./route.tsx";

export type PageData = SerializeFrom<typeof loader>;

/** What the page was loaded with, as it was then: what has changed since is in the contexts of each concern. */
export const [PageDataProvider, usePageData] = createRequiredContext<PageData>("PageDataProvider");
