import { useEffect, useState } from "react";
import { listFiles } from "../../../../protocol/layout.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { connectionCheckWords } from "../../../words/connection-check.ts";
import { announce } from "../announcer.tsx";
import { useConnected } from "../people/people-context.tsx";
import { usePageData } from "../page-data.ts";
import { useSession } from "../settings-context.tsx";
import type { Collab } from "./collab.client.ts";
import { useCollab, useCollabState } from "./collab-context.tsx";
import { type Fact, sessionFacts } from "./session-facts.ts";
import { type CheckResult, SelfCheck } from "./self-check.client.ts";

const EVERY_MS = 3_000;

type Props = { isOpen: boolean; onClose: () => void };

/** What this page is connected to and how well, and whether its text is the server's; nothing of the text itself. */
export function SessionDoctor({ isOpen, onClose }: Props) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={connectionCheckWords.title}
      description={connectionCheckWords.description}
    >
      <Facts />
    </Dialog>
  );
}

function Facts() {
  const collab = useCollab();
  const state = useCollabState((whole) => whole);
  const session = useSession();
  const { collabUrl } = usePageData();
  const others = useConnected().reduce((count, { connections }) => count + connections, 0);
  const { result, checkedAt } = useChecks(collab);
  const [copied, setCopied] = useState<string>();
  const words = connectionCheckWords;
  const files = collab ? listFiles(collab.ydoc) : [];
  const facts = sessionFacts({
    state,
    host: new URL(collabUrl || location.origin).host,
    roundTrips: collab?.roundTrips,
    unsaved: collab?.unsaved ?? 0,
    result: state.connection === "open" ? result : undefined,
    // One's own is not among them.
    connections: others + 1,
    files: files.length,
    characters: files.reduce((count, { text }) => count + text.length, 0),
    build: window.__remixManifest.version,
    now: checkedAt,
  });

  async function copy() {
    const heading = words.heading(session.id.slice(0, 8), new Date().toISOString());
    const lines = [...facts, { label: words.browser, value: navigator.userAgent }];
    const isCopied = await copyText([heading, ...lines.map(({ label, value }) => words.line(label, value))].join("\n"));
    const sentence = isCopied ? words.copied : words.cannotCopy;
    setCopied(sentence);
    announce(sentence);
  }

  return (
    <>
      <dl className="divide-y divide-ink-3 text-sm">
        {facts.map((fact) => (
          <FactRow key={fact.label} {...fact} />
        ))}
      </dl>
      <div className="mt-5 flex items-center gap-3">
        <Button onClick={() => void copy()}>{words.copy}</Button>
        <span className="text-sm text-ink-7">{copied}</span>
      </div>
    </>
  );
}

function FactRow({ label, value, isBad, isName }: Fact) {
  return (
    <div className="flex gap-4 py-1.5">
      <dt className="w-32 shrink-0 text-ink-7">{label}</dt>
      <dd
        translate={isName ? "no" : undefined}
        dir={isName ? "ltr" : undefined}
        className={`min-w-0 wrap-anywhere tabular-nums ${isBad ? "font-semibold text-red" : "text-ink-10"}`}
      >
        {value}
      </dd>
    </div>
  );
}

/** Asks again and again while this is shown. */
function useChecks(collab: Collab | undefined) {
  const [checks, setChecks] = useState<{ result?: CheckResult; checkedAt: number }>({ checkedAt: Date.now() });
  useEffect(() => {
    if (!collab) return;
    const selfCheck = new SelfCheck(collab);
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const check = async () => {
      const result = collab.state.connection === "open" ? await selfCheck.run() : undefined;
      if (!isCurrent) return;
      setChecks({ result, checkedAt: Date.now() });
      timer = setTimeout(() => void check(), EVERY_MS);
    };
    void check();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      selfCheck.dispose();
    };
  }, [collab]);
  return checks;
}
