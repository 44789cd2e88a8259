import type { z } from "../protocol/zod.ts";
import type { ErrorBody } from "./http.ts";
import { commonWords } from "./words/common.ts";

/** A refusal of the API, with the sentence that it gave. */
export class ApiError extends Error {
  readonly status: number;
  /** As in docs/protocol.md; `unreachable` when the server did not answer. */
  readonly code: string;
  constructor(status: number, message: string, code = "unreachable") {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Calls the JSON API and checks the answer. Throws an ApiError with a sentence to show; status 0 when the server did
 * not answer.
 */
export async function callApi<Schema extends z.ZodMiniType>(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  { body, answer }: { body?: unknown; answer?: Schema } = {},
): Promise<z.infer<Schema>> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  }).catch(() => {
    throw new ApiError(0, commonWords.unreachable);
  });
  const json: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) {
    const { message = commonWords.refused, code = "internal" } = (json as Partial<ErrorBody> | undefined)?.error ?? {};
    throw new ApiError(response.status, message, code);
  }
  return answer ? answer.parse(json) : (undefined as z.infer<Schema>);
}
