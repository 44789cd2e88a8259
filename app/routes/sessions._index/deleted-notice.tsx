import { Form, useNavigate, useSearchParams } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { listAddress } from "./list-address.ts";
import { UNDO_MS } from "../../ui/undo-ms.ts";
import { commonWords } from "../../words/common.ts";
import { sessionListWords } from "../../words/session-list.tsx";

/** Offers to take a deletion back: for eight seconds where scripts run, until the next page elsewhere. */
export function DeletedNotice({ session }: { session: { id: string; title: string } }) {
  const [searchParams] = useSearchParams();
  const navigate = useNavigate();
  const notice = useRef<HTMLDivElement>(null);
  const undo = useRef<HTMLButtonElement>(null);
  const without = listAddress(searchParams, { deleted: null });
  useEffect(() => {
    // The row that had the focus is gone.
    undo.current?.focus({ preventScroll: true });
    let left = UNDO_MS;
    const timer = setInterval(() => {
      const isAttended = notice.current?.matches(":hover, :has(:focus-visible)");
      if (!isAttended) left -= 250;
      if (left > 0) return;
      clearInterval(timer);
      navigate(without, { replace: true, preventScrollReset: true });
    }, 250);
    return () => clearInterval(timer);
  }, [navigate, without]);
  return (
    <div
      ref={notice}
      role="status"
      className="fixed inset-x-4 bottom-4 z-30 mx-auto flex w-fit max-w-[calc(100%-2rem)] animate-appear items-center gap-3 rounded border border-ink-4 bg-ink-0 py-2 ps-4 pe-2 shadow-layer"
    >
      <p className="min-w-0 truncate text-sm">
        {sessionListWords.deleted(
          <bdi translate="no" className="font-semibold text-ink-10">
            {session.title}
          </bdi>,
        )}
      </p>
      <Form method="post" action={without} preventScrollReset>
        <input type="hidden" name="sessionId" value={session.id} />
        <Button ref={undo} type="submit" name="intent" value="restore" size="small">
          {commonWords.undo}
        </Button>
      </Form>
    </div>
  );
}
