import { useEffect, useState } from "react";
import { z } from "../../../../protocol/zod.ts";
import { linkRoles } from "../../../../protocol/entities.ts";
import { callApi } from "../../../call-api.ts";
import { complain } from "./undo.ts";

const inviteSchema = z.object({
  id: z.string(),
  role: z.enum(linkRoles),
  expiresAt: z.nullable(z.string()),
  maxUses: z.nullable(z.number()),
  uses: z.number(),
});
export type Invite = z.infer<typeof inviteSchema>;
export type InviteWish = { role: string; expiresIn?: number; maxUses?: number };

const listed = z.object({ invites: z.array(inviteSchema) });
const created = z.object({ url: z.string() });

/** The invites of a session that still let people in, for its owner; undefined until they are here. */
export function useInvites(sessionId: string) {
  const path = `/api/sessions/${sessionId}/invites`;
  const [invites, setInvites] = useState<Invite[]>();
  /** Of the one that was made last: only its hash is kept. */
  const [url, setUrl] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  useEffect(() => {
    callApi("GET", path, { answer: listed }).then((page) => setInvites(page.invites), complain);
  }, [path]);

  async function act(action: () => Promise<unknown>) {
    setIsBusy(true);
    try {
      await action();
      setInvites((await callApi("GET", path, { answer: listed })).invites);
    } catch (error) {
      complain(error);
    } finally {
      setIsBusy(false);
    }
  }
  return {
    invites,
    url,
    isBusy,
    create: (wish: InviteWish) =>
      act(async () => setUrl((await callApi("POST", path, { body: wish, answer: created })).url)),
    revoke: (id: string) => act(() => callApi("DELETE", `${path}/${id}`)),
  };
}
