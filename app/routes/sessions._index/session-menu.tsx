import { Form, Link, useSearchParams } from "@remix-run/react";
import { Copy, Ellipsis, Link2, LogOut, PenLine, SquareArrowOutUpRight, Trash2 } from "lucide-react";
import { copyText } from "../../ui/copy-text.ts";
import { DisclosureMenu, menuItem } from "../../ui/disclosure-menu.tsx";
import { useMounted } from "../../ui/time.tsx";
import { toast } from "../../ui/toast.ts";
import { sessionListWords } from "../../words/session-list.tsx";
import { listAddress } from "./list-address.ts";
import type { ListedSession } from "./route.tsx";

/** What can be done with a session in the list; everything except copying its link works without a script. */
export function SessionMenu({ session: { id, title, role } }: { session: ListedSession }) {
  const [searchParams] = useSearchParams();
  const canCopy = useMounted();
  const here = listAddress(searchParams, { deleted: null, rename: null });
  const words = sessionListWords.menu;
  const isOwner = role === "owner";
  const items = (
    <>
      <Link to={`/sessions/${id}`} className={menuItem}>
        <SquareArrowOutUpRight size={16} aria-hidden className="rtl:-scale-x-100" /> {words.open}
      </Link>
      {canCopy && (
        <button type="button" className={menuItem} onClick={() => void copyLink(id)}>
          <Link2 size={16} aria-hidden /> {words.copyLink}
        </button>
      )}
      {isOwner && (
        <Link
          to={listAddress(searchParams, { rename: id, deleted: null })}
          replace
          preventScrollReset
          className={menuItem}
        >
          <PenLine size={16} aria-hidden /> {words.rename}
        </Link>
      )}
      <Form method="post" action={here} preventScrollReset>
        <input type="hidden" name="sessionId" value={id} />
        <button name="intent" value="duplicate" className={menuItem}>
          <Copy size={16} aria-hidden /> {words.duplicate}
        </button>
        {isOwner && (
          <button name="intent" value="delete" className={`${menuItem} !text-red`}>
            <Trash2 size={16} aria-hidden /> {words.delete}
          </button>
        )}
        {!isOwner && searchParams.get("scope") === "shared" && (
          <button name="intent" value="leave" className={menuItem}>
            <LogOut size={16} aria-hidden className="rtl:-scale-x-100" /> {words.leave}
          </button>
        )}
      </Form>
    </>
  );
  return (
    <div className="relative z-10 has-[[open]]:z-20">
      <DisclosureMenu items={items} label={words.label(title)} className="size-9 justify-center max-md:size-11">
        <Ellipsis size={18} aria-hidden />
      </DisclosureMenu>
    </div>
  );
}

async function copyLink(sessionId: string) {
  if (await copyText(`${location.origin}/sessions/${sessionId}`)) toast(sessionListWords.linkCopied);
  else toast.error(sessionListWords.linkNotCopied);
}
