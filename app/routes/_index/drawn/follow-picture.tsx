import { drawnWords } from "../../../words/drawn.ts";
import { CodeLines, jonas, maya, Picture } from "./code.tsx";
import { tests } from "./sample-code.tsx";

/** The editor while one person follows another: the frame is in the other's colour. */
export const FollowPicture = () => (
  <Picture label={drawnWords.following.label}>
    <div style={{ boxShadow: `inset 0 0 0 2px ${maya.color}` }}>
      <CodeLines lines={tests.lines} />
      <div className="flex flex-wrap items-end justify-between gap-2 px-3 pb-3">
        <span className="rounded px-3 py-1 text-white" style={{ background: maya.color }}>
          {drawnWords.following.notice}
        </span>
        <span
          className="rounded-[3px] px-1.5 text-2xs leading-4.5 font-semibold text-white"
          style={{ background: jonas.color }}
        >
          {drawnWords.following.below}
        </span>
      </div>
    </div>
  </Picture>
);
