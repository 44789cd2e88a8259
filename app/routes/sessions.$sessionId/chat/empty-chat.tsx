import { useEffect, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { chatWords } from "../../../words/chat.ts";
import { useDialog } from "../layout-context.tsx";
import { CopyRow } from "../people/copy-row.tsx";
import { usePeopleHere } from "../people/people-context.tsx";
import { useSession } from "../settings-context.tsx";

/**
 * What the chat shows before anybody has written: to somebody who is alone, how others come. The page's one accent is
 * the header's Share.
 */
export function EmptyChat({ isClosed }: { isClosed: boolean }) {
  const session = useSession();
  const isAlone = usePeopleHere().length === 0;
  const { setOpen } = useDialog("share");
  const [link, setLink] = useState("");
  useEffect(() => setLink(`${location.origin}/sessions/${session.id}`), [session.id]);
  const isOwner = session.role === "owner";
  const isPrivate = session.visibility === "private";
  const words = chatWords.empty;
  if (!isAlone || isClosed || (isPrivate && !isOwner))
    return (
      <p className="pt-8 text-center text-ink-7">
        {words.none}
        <br />
        {words.isKept}
      </p>
    );
  return (
    <div className="space-y-3 pt-4">
      <h3 className="text-base text-ink-10">{isPrivate ? words.invite : words.sendLink}</h3>
      {isPrivate ? (
        <p className="text-ink-8">{words.isPrivate}</p>
      ) : (
        <>
          <p className="text-ink-8">{words.alone}</p>
          <CopyRow label={words.link} value={link} title={session.title} kind="plain" size="small" />
        </>
      )}
      {isOwner && (
        <Button
          size="small"
          className={isPrivate ? "" : "h-auto! min-h-7 w-full py-1 whitespace-normal! max-md:min-h-11"}
          onClick={() => setOpen(true)}
        >
          {isPrivate ? words.invitePeople : words.inviteOrChoose}
        </Button>
      )}
      <p className="text-xs text-ink-7">{words.isKept}</p>
    </div>
  );
}
