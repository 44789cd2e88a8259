import { ChevronRight, Trash2 } from "lucide-react";
import type { Session } from "../../../../protocol/entities.ts";
import { Button } from "../../../ui/button.tsx";
import { Day } from "../../../ui/time.tsx";
import { CopyRow } from "./copy-row.tsx";
import { NewInvite } from "./new-invite.tsx";
import { type Invite, useInvites } from "./use-invites.ts";
import { sharingWords } from "../../../words/sharing.tsx";

/**
 * Invites: each is a link with a role, which may expire and may be used up. The link is shown once, when it is made.
 * They are folded away, but where they are the only way in.
 */
export function Invites({ session }: { session: Session }) {
  const { invites = [], url, isBusy, create, revoke } = useInvites(session.id);
  const words = sharingWords.invites;
  const isOnlyWay = session.visibility === "private";
  return (
    <details open={isOnlyWay} className="group border-t border-ink-3 pt-2">
      <summary className="flex h-9 list-none items-center gap-1.5 rounded text-sm font-semibold text-ink-10 hover:bg-ink-2 max-md:h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight size={16} aria-hidden="true" className="shrink-0 rtl:rotate-180 group-open:rotate-90" />
        {invites.length === 0 ? words.none : words.count(invites.length)}
      </summary>
      <div className="pt-2">
        <NewInvite kind={isOnlyWay && !url ? "main" : "plain"} isBusy={isBusy} onCreate={(wish) => void create(wish)} />
        {url && (
          <div className="mt-3">
            <CopyRow label={words.link} value={url} title={session.title} kind={isOnlyWay ? "main" : "plain"} />
          </div>
        )}
        {invites.length > 0 && (
          <ul className="mt-3 divide-y divide-ink-3 border-t border-ink-3">
            {invites.map((invite) => (
              <li key={invite.id} className="flex items-center gap-2 py-1.5 text-sm">
                <span className="grow text-ink-8">
                  <InviteFacts invite={invite} />
                </span>
                <Button
                  size="small"
                  kind="quiet"
                  aria-label={words.revokeThis}
                  title={words.revoke}
                  disabled={isBusy}
                  onClick={() => void revoke(invite.id)}
                >
                  <Trash2 size={15} />
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

function InviteFacts({ invite: { role, maxUses, uses, expiresAt } }: { invite: Invite }) {
  const words = sharingWords.invites;
  return (
    <>
      {words.whoever[role]} · {maxUses ? words.usedOf(uses, maxUses) : words.used(uses)} ·{" "}
      {expiresAt ? words.ends(<Day iso={expiresAt} />) : words.neverExpires}
    </>
  );
}
