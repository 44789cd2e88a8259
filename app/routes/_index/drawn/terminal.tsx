/** The way to a server of one's own, to copy as it stands. */
export const Terminal = () => (
  <div className="rounded-[8px] border border-ink-4 bg-ink-1 px-4 py-3.5 font-mono text-[0.78125rem] leading-5.5 text-ink-8">
    <p className="text-ink-10">
      <span aria-hidden="true" className="text-ink-7 select-none">
        ${" "}
      </span>
      <code>npm install && npm start</code>
    </p>
    <p className="mt-2 select-none">Tandem</p>
    <p className="pl-[2ch] select-none">Ready. Ctrl+C stops it.</p>
    <p className="mt-2 pl-[2ch] text-accent-strong select-none">http://localhost:3000</p>
  </div>
);
