import type { z } from "zod";
import type { ErrorBody } from "../../http.ts";

/** A refusal of the API, with the sentence that it gave. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Calls the JSON API and checks the answer. Throws an ApiError with a sentence to show; status 0 when nobody answered. */
export async function callApi<Schema extends z.ZodType>(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  { body, answer }: { body?: unknown; answer?: Schema } = {},
): Promise<z.infer<Schema>> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  }).catch(() => {
    throw new ApiError(0, "The server cannot be reached right now.");
  });
  const json: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) {
    throw new ApiError(response.status, (json as ErrorBody | undefined)?.error?.message ?? "The server could not do that. Please try again.");
  }
  return answer ? answer.parse(json) : (undefined as z.infer<Schema>);
}
