import { useEffect, useState } from "react";

/** True once the page runs in the browser: until then it shows what the server could know, its own time zone aside. */
export function useMounted(): boolean {
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return mounted;
}

const inZone = (mounted: boolean) => (mounted ? {} : { timeZone: "UTC" });

/** The time of day. */
export function Time({ iso }: { iso: string }) {
  const format = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...inZone(useMounted()) });
  return <time dateTime={iso}>{format.format(new Date(iso))}</time>;
}

/** The day, with the year where it is another one. */
export function Day({ iso }: { iso: string }) {
  const mounted = useMounted();
  const date = new Date(iso);
  const isThisYear = mounted && date.getFullYear() === new Date().getFullYear();
  const format = new Intl.DateTimeFormat("en", { weekday: "short", day: "numeric", month: "short", ...(!isThisYear && { year: "numeric" }), ...inZone(mounted) });
  return <time dateTime={iso}>{format.format(date)}</time>;
}
