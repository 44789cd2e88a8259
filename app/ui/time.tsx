import { useEffect, useState } from "react";
import { intlLocale } from "../words/locale.ts";
import { siteWords } from "../words/site.tsx";

/** True once the page runs in the browser: until then it shows what the server could know, its own time zone aside. */
export function useMounted(): boolean {
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return mounted;
}

const inZone = (mounted: boolean) => (mounted ? {} : { timeZone: "UTC" });

/** The time of day. */
export function Time({ iso }: { iso: string }) {
  const format = new Intl.DateTimeFormat(intlLocale(), {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...inZone(useMounted()),
  });
  return <time dateTime={iso}>{format.format(new Date(iso))}</time>;
}

/** The day, with the year where it is another one. */
export function Day({ iso }: { iso: string }) {
  const mounted = useMounted();
  const date = new Date(iso);
  const isThisYear = mounted && date.getFullYear() === new Date().getFullYear();
  const format = new Intl.DateTimeFormat(intlLocale(), {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(!isThisYear && { year: "numeric" }),
    ...inZone(mounted),
  });
  return <time dateTime={iso}>{format.format(date)}</time>;
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago, in the browser; the date and time before that. The other is in the tip. */
export function Ago({ iso }: { iso: string }) {
  const mounted = useMounted();
  const [now, setNow] = useState(0);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const date = new Date(iso);
  const absolute = new Intl.DateTimeFormat(intlLocale(), {
    dateStyle: "medium",
    timeStyle: "short",
    hourCycle: "h23",
    ...inZone(mounted),
  }).format(date);
  return (
    <time dateTime={iso} title={mounted ? absolute : undefined}>
      {now ? relative((date.getTime() - now) / 1_000) : siteWords.inUtc(absolute)}
    </time>
  );
}

function relative(seconds: number): string {
  const [unit, size] = steps.find(([, atLeast]) => Math.abs(seconds) >= atLeast) ?? [];
  if (!unit || !size) return siteWords.justNow;
  return new Intl.RelativeTimeFormat(intlLocale(), { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}
