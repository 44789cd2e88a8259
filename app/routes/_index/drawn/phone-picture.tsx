import { drawnWords } from "../../../words/drawn.ts";
import { CodeLines, Picture } from "./code.tsx";
import { onPhone } from "./sample-code.tsx";

const TAB = "Tab";
const signs = ["{", "}", "(", ")", "["];
const keyLook = "flex h-11 shrink-0 items-center px-3.5 text-ink-9";

/** The lower part of a phone while somebody writes on it: code, and the row of keys that its keyboard lacks. */
export const PhonePicture = () => (
  <Picture label={drawnWords.phone.label} className="max-w-sm">
    <div className="flex h-12 items-center border-b border-ink-3 bg-ink-1 px-3">
      <span className="font-semibold text-ink-10">{drawnWords.sessionTitle}</span>
      <span className="ms-auto flex items-center gap-1.5 text-ink-7">
        <span className="size-1.5 rounded-full bg-green" /> {drawnWords.saved}
      </span>
    </div>
    <CodeLines lines={onPhone} />
    <div className="flex overflow-hidden border-t border-ink-3 bg-ink-1">
      <span translate="no" className={keyLook}>
        {TAB}
      </span>
      <span className={keyLook}>{drawnWords.phone.undo}</span>
      <span className={keyLook}>{drawnWords.phone.redo}</span>
      {signs.map((sign) => (
        <span key={sign} translate="no" className={`font-mono text-base ${keyLook}`}>
          {sign}
        </span>
      ))}
    </div>
  </Picture>
);
