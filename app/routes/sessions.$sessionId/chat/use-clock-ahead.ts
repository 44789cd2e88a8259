import { useEffect, useState } from "react";
import { usePageData } from "../page-data.ts";

/** By how many milliseconds the server's clock is ahead of this device's. */
export function useClockAhead(): number {
  const { now } = usePageData();
  const [ahead, setAhead] = useState(0);
  useEffect(() => setAhead(Date.parse(now) - Date.now()), [now]);
  return ahead;
}
