import { useNavigate } from "@remix-run/react";
import { useState } from "react";
import { z } from "../../../../protocol/zod.ts";
import { callApi } from "../../../call-api.ts";
import { useRoot } from "../../../ui/use-root.ts";
import { connectionWords } from "../../../words/connection.ts";
import { complain } from "../people/undo.ts";
import { useSession } from "../settings-context.tsx";
import { useCollab, useIsReady } from "./collab-context.tsx";
import { useEnding } from "./use-access.ts";

const answer = z.object({ session: z.object({ id: z.uuid() }) });

/**
 * Makes a session of one's own from the files that are on this page, and opens it: what is here, without asking for
 * access to where it came from. Undefined where nothing is here, or nobody is signed in, or the session goes on.
 */
export function useDuplicate(): { duplicate: () => void; isBusy: boolean } | undefined {
  const collab = useCollab();
  const isReady = useIsReady();
  const ending = useEnding();
  const { title, language } = useSession();
  const maxTitleChars = useRoot()?.maxChars.title;
  const navigate = useNavigate();
  const [isBusy, setIsBusy] = useState(false);
  if (!collab || !isReady || !ending || ending === "signed-out") return;

  const { ydoc, tools } = collab;
  async function duplicate() {
    setIsBusy(true);
    const files = tools.listFiles(ydoc).map((file) => ({
      path: file.path,
      language: file.language,
      content: file.text.toString(),
    }));
    const ownTitle = [...connectionWords.ended.copyOf(title)].slice(0, maxTitleChars).join("");
    const body = { title: ownTitle, language, ...(files.length > 0 && { files }) };
    try {
      const { session } = await callApi("POST", "/api/sessions", { body, answer });
      navigate(`/sessions/${session.id}`);
    } catch (error) {
      complain(error);
      setIsBusy(false);
    }
  }
  return { duplicate: () => void duplicate(), isBusy };
}
