import type { Person, Stack } from "../support/stack.ts";

type Options = { as?: Person; body?: unknown; raw?: string; headers?: Record<string, string> };

/**
 * One request to the web process, as a script would send it: status, headers, and the body as JSON where it is JSON.
 */
export async function ask(
  { origin }: Pick<Stack, "origin">,
  method: string,
  path: string,
  { as, body, raw, headers }: Options = {},
) {
  const response = await fetch(origin + path, {
    method,
    redirect: "manual",
    headers: {
      ...(as && { cookie: as.cookie }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...((body !== undefined || raw !== undefined) && { body: raw ?? JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: (isJson ? JSON.parse(text) : undefined) as never,
  };
}

/** One request with a form, as a page without JavaScript would send it. */
export const submit = (
  stack: Pick<Stack, "origin">,
  path: string,
  fields: Record<string, string>,
  options: Omit<Options, "body"> = {},
) =>
  ask(stack, "POST", path, {
    ...options,
    raw: new URLSearchParams(fields).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", origin: stack.origin, ...options.headers },
  });
