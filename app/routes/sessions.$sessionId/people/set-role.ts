import { callApi } from "../../../call-api.ts";
import { toast } from "../../../ui/toast.ts";
import { complain } from "./undo.ts";
import { peopleWords } from "../../../words/people.ts";

/** Makes somebody an editor or a viewer of a session, and says that it is done, or why it is not. */
export async function setRole(sessionId: string, userId: string, role: "editor" | "viewer"): Promise<void> {
  try {
    await callApi("PATCH", `/api/sessions/${sessionId}/participants/${userId}`, { body: { role } });
    toast(peopleWords.manage.made[role]);
  } catch (error) {
    complain(error);
  }
}
