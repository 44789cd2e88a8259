import { toast } from "sonner";
import { z } from "zod";
import { callApi } from "../../../call-api.ts";
import { UNDO_MS } from "../../../ui/undo-ms.ts";
import { attempt, complain } from "./undo.ts";

const answer = z.object({ invite: z.object({ id: z.string() }).nullable() });

/**
 * Removes somebody from a session, with eight seconds to take it back. Anybody who has the invite by which they came
 * may still come in, even the same person under another name, so revoking it is offered as well.
 */
export async function removePerson(
  sessionId: string,
  { userId, name }: { userId: string; name: string },
): Promise<void> {
  const path = `/api/sessions/${sessionId}/participants/${userId}`;
  try {
    const { invite } = await callApi("DELETE", path, { answer });
    toast(`${name} removed`, {
      duration: UNDO_MS,
      action: { label: "Undo", onClick: attempt(() => callApi("POST", `${path}/restore`)) },
      ...(invite && {
        description: "The invite they came by still works: they could come back with it under another name.",
        cancel: {
          label: "Revoke invite",
          onClick: attempt(async () => {
            await callApi("DELETE", `/api/sessions/${sessionId}/invites/${invite.id}`);
            toast("Invite revoked");
          }),
        },
      }),
    });
  } catch (error) {
    complain(error);
  }
}
