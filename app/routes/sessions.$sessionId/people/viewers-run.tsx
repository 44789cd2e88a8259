import { useId, useState } from "react";
import { sessionSchema } from "../../../../protocol/entities.ts";
import { z } from "../../../../protocol/zod.ts";
import { callApi } from "../../../call-api.ts";
import { runningWords } from "../../../words/running.ts";
import { useSession, useSetSession } from "../settings-context.tsx";
import { complain } from "./undo.ts";

const answer = z.object({ session: sessionSchema });

/** For the owner: whether viewers may run the code. */
export function ViewersRun() {
  const session = useSession();
  const setSession = useSetSession();
  /** On its way to the server. */
  const [sent, setSent] = useState<boolean>();
  const hint = useId();
  async function choose(viewersRun: boolean) {
    setSent(viewersRun);
    try {
      const { session: changed } = await callApi("PATCH", `/api/sessions/${session.id}`, {
        body: { viewersRun },
        answer,
      });
      setSession(changed);
    } catch (error) {
      complain(error);
    }
    setSent(undefined);
  }
  return (
    <div>
      <label className="flex items-center gap-2.5 py-1 text-sm max-md:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-ink-10"
          checked={sent ?? session.viewersRun}
          aria-describedby={hint}
          onChange={({ target }) => void choose(target.checked)}
        />
        {runningWords.viewersRun}
      </label>
      <p id={hint} className="text-sm text-ink-7">
        {runningWords.viewersRunHint}
      </p>
    </div>
  );
}
