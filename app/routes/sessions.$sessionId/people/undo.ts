import { ApiError } from "../../../call-api.ts";
import { toast } from "../../../ui/toast.ts";
import { commonWords } from "../../../words/common.ts";

/** Shows an error as a notice: the server's sentence, or a general one. */
export const complain = (error: unknown) =>
  void toast.error(error instanceof ApiError ? error.message : commonWords.unreadable);

/** An action that goes to the server; a refusal is shown. */
export const attempt = (request: () => Promise<unknown>) => () => void request().catch(complain);
