import { useEffect, useState } from "react";
import { siteWords } from "../words/site.tsx";

/**
 * Shown on every page that was opened at another address than the server's own: there, forms are refused and sockets
 * never open. The same page at the right address is a link.
 */
export function OtherAddress({ appOrigin }: { appOrigin: string | undefined }) {
  const [here, setHere] = useState<Location>();
  useEffect(() => setHere(window.location), []);
  if (!here || !appOrigin || here.origin === appOrigin) return null;
  return (
    <div
      role="alert"
      className="fixed inset-x-0 top-0 z-50 border-b border-ink-3 bg-amber-tint px-4 py-2.5 text-sm text-amber"
    >
      {siteWords.otherAddress(
        here.origin,
        <a
          translate="no"
          dir="ltr"
          href={appOrigin + here.pathname + here.search + here.hash}
          className="break-all underline"
        >
          {appOrigin + here.pathname}
        </a>,
      )}
    </div>
  );
}
