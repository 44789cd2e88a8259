import { toast } from "sonner";
import { z } from "../../../../protocol/zod.ts";
import { callApi } from "../../../call-api.ts";
import { attempt, complain } from "./undo.ts";
import type { Offer } from "./use-undoable.ts";

const answer = z.object({ invite: z.object({ id: z.string() }).nullable() });

/**
 * Removes somebody from a session, and returns what takes it back. Anybody who has the invite by which they came may
 * still come in, even the same person under another name, so revoking it is offered as well. Undefined when the server
 * refused, which has been said then.
 */
export async function removePerson(
  sessionId: string,
  { userId, name }: { userId: string; name: string },
): Promise<Offer | undefined> {
  const path = `/api/sessions/${sessionId}/participants/${userId}`;
  try {
    const { invite } = await callApi("DELETE", path, { answer });
    return {
      sentence: `${name} removed`,
      undo: attempt(() => callApi("POST", `${path}/restore`)),
      ...(invite && {
        detail: "The invite they came by still works: they could come back with it under another name.",
        other: {
          label: "Revoke invite",
          act: attempt(async () => {
            await callApi("DELETE", `/api/sessions/${sessionId}/invites/${invite.id}`);
            toast("Invite revoked");
          }),
        },
      }),
    };
  } catch (error) {
    complain(error);
  }
}
