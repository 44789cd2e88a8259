import { useMatches } from "@remix-run/react";
import { useEffect } from "react";
import { nameOf } from "../route-names.ts";

let areReporting = false;

/**
 * What a page reports to its server: how fast it felt and, where error reports are on, what failed in it. Loaded once
 * the page is shown.
 */
export function useBrowserReports(sentryDsn: string | undefined) {
  const page = nameOf(useMatches().at(-1)?.id);
  useEffect(() => {
    // The layout is mounted anew when the page becomes an error page, or ceases to be one.
    if (areReporting) return;
    areReporting = true;
    void import("./vitals.client.ts").then(({ measureVitals }) => measureVitals(page));
    if (sentryDsn) void import("./error-reports.client.ts").then(({ reportErrors }) => reportErrors(sentryDsn));
    // A visit counts for the page on which it began.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}
