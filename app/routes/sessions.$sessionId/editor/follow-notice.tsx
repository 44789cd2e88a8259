import { editorWords } from "../../../words/editor.ts";
import { useIsPhone } from "../layout-context.tsx";
import { useFollowing } from "./editor-context.tsx";

/** Who is followed, and what ends it: a phone has no Escape. */
export function FollowNotice() {
  const { followed, stop } = useFollowing();
  const isPhone = useIsPhone();
  if (!followed) return null;
  const place = "absolute bottom-3 left-1/2 z-10 max-w-[90%] -translate-x-1/2 rounded text-white";
  if (!isPhone)
    return (
      <p className={`${place} truncate px-3 py-1`} style={{ background: followed.color }}>
        {editorWords.followingUntilEscape(followed.name)}
      </p>
    );
  return (
    <div className={`${place} flex items-center shadow-layer`} style={{ background: followed.color }}>
      <p className="min-w-0 truncate ps-3">{editorWords.following(followed.name)}</p>
      <button type="button" onClick={stop} className="h-11 shrink-0 px-3 underline">
        {editorWords.stop}
      </button>
    </div>
  );
}
