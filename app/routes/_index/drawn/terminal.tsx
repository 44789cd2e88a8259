const COMMAND = "npm install && npm start";
/** As the command prints it, in English wherever it runs. */
const ANSWER = { name: "Tandem", hint: "Ready. Ctrl+C stops it.", address: "http://localhost:3000" };

/** The way to a server of one's own, to copy as it stands. */
export const Terminal = () => (
  <div
    translate="no"
    dir="ltr"
    className="rounded border border-ink-4 bg-ink-1 px-4 py-3.5 font-mono text-[0.78125rem] leading-5.5 text-ink-8"
  >
    <p className="text-ink-10">
      <span aria-hidden="true" className="text-ink-7 select-none">
        ${" "}
      </span>
      <code>{COMMAND}</code>
    </p>
    <p className="mt-2 select-none">{ANSWER.name}</p>
    <p className="ps-[2ch] select-none">{ANSWER.hint}</p>
    <p className="mt-2 ps-[2ch] text-ink-10 select-none">{ANSWER.address}</p>
  </div>
);
