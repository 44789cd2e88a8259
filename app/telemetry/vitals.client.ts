/** How the page feels to its visitor, sent to our own server once: when it is hidden or left for the first time. */
import { type Metric, onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";

/** Measures a visit that began on `page`, the name of its route. */
export function measureVitals(page: string): void {
  const measured: Record<string, number> = {};
  const note = ({ name, value }: Metric) => (measured[name] = name === "CLS" ? value : value / 1_000);
  for (const listen of [onLCP, onINP, onCLS, onFCP, onTTFB]) listen(note);
  // After the listeners above, which finish their measurements at the same event.
  const send = () => {
    if (document.visibilityState !== "hidden" || Object.keys(measured).length === 0) return;
    removeEventListener("visibilitychange", send);
    const body = JSON.stringify({ page, ...measured });
    navigator.sendBeacon("/api/vitals", new Blob([body], { type: "application/json" }));
  };
  addEventListener("visibilitychange", send);
}
