import { z } from "../../../../protocol/zod.ts";
import { callApi } from "../../../call-api.ts";
import { toast } from "../../../ui/toast.ts";
import { attempt, complain } from "./undo.ts";
import type { Offer } from "./use-undoable.ts";
import { peopleWords } from "../../../words/people.ts";

const answer = z.object({ invite: z.nullable(z.object({ id: z.string() })) });

/**
 * Removes somebody from a session, and returns what takes it back. Anybody who has the invite by which they came may
 * still come in, even the same person under another name, so revoking it is offered as well. Undefined when the server
 * refused, which has been said then.
 */
export async function removePerson(
  sessionId: string,
  { userId, name }: { userId: string; name: string },
): Promise<Offer | undefined> {
  const words = peopleWords.manage;
  const path = `/api/sessions/${sessionId}/participants/${userId}`;
  try {
    const { invite } = await callApi("DELETE", path, { answer });
    return {
      sentence: words.removed(name),
      undo: attempt(() => callApi("POST", `${path}/restore`)),
      ...(invite && {
        detail: words.inviteStillWorks,
        other: {
          label: words.revokeInvite,
          act: attempt(async () => {
            await callApi("DELETE", `/api/sessions/${sessionId}/invites/${invite.id}`);
            toast(words.inviteRevoked);
          }),
        },
      }),
    };
  } catch (error) {
    complain(error);
  }
}
