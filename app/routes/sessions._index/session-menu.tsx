import { Form, Link, useSearchParams } from "@remix-run/react";
import { Copy, Ellipsis, Link2, LogOut, PenLine, SquareArrowOutUpRight, Trash2 } from "lucide-react";
import { toast } from "sonner";
import { copyText } from "../../ui/copy-text.ts";
import { DisclosureMenu, menuItem } from "../../ui/disclosure-menu.tsx";
import { useMounted } from "../../ui/time.tsx";
import { listAddress } from "./list-address.ts";
import type { ListedSession } from "./route.tsx";

/** What can be done with a session in the list; everything except copying its link works without a script. */
export function SessionMenu({ session: { id, title, role } }: { session: ListedSession }) {
  const [searchParams] = useSearchParams();
  const canCopy = useMounted();
  const here = listAddress(searchParams, { deleted: null, rename: null });
  const isOwner = role === "owner";
  const items = (
    <>
      <Link to={`/sessions/${id}`} className={menuItem}>
        <SquareArrowOutUpRight size={16} aria-hidden /> Open
      </Link>
      {canCopy && (
        <button type="button" className={menuItem} onClick={() => void copyLink(id)}>
          <Link2 size={16} aria-hidden /> Copy link
        </button>
      )}
      {isOwner && (
        <Link
          to={listAddress(searchParams, { rename: id, deleted: null })}
          replace
          preventScrollReset
          className={menuItem}
        >
          <PenLine size={16} aria-hidden /> Rename
        </Link>
      )}
      <Form method="post" action={here} preventScrollReset>
        <input type="hidden" name="sessionId" value={id} />
        <button name="intent" value="duplicate" className={menuItem}>
          <Copy size={16} aria-hidden /> Duplicate
        </button>
        {isOwner && (
          <button name="intent" value="delete" className={`${menuItem} !text-red`}>
            <Trash2 size={16} aria-hidden /> Delete
          </button>
        )}
        {!isOwner && searchParams.get("scope") === "shared" && (
          <button name="intent" value="leave" className={menuItem}>
            <LogOut size={16} aria-hidden /> Leave
          </button>
        )}
      </Form>
    </>
  );
  return (
    <div className="relative z-10 has-[[open]]:z-20">
      <DisclosureMenu items={items} label={`What to do with ${title}`} className="size-9 justify-center max-md:size-11">
        <Ellipsis size={18} aria-hidden />
      </DisclosureMenu>
    </div>
  );
}

async function copyLink(sessionId: string) {
  if (await copyText(`${location.origin}/sessions/${sessionId}`)) toast("Link copied");
  else toast.error("The browser did not allow copying. Open the session and copy its address.");
}
