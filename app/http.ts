import type { z } from "zod";

export type ErrorBody = { error: { code: string; message: string; fields?: Record<string, string> } };

/** An expected refusal: throw it from a loader or an action. The JSON is the one that docs/protocol.md describes. */
export function failure(status: number, code: string, message: string, fields?: Record<string, string>, headers?: HeadersInit): Response {
  const body: ErrorBody = { error: { code, message, ...(fields && { fields }) } };
  return Response.json(body, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

/** "Not there" and "not yours" look the same. */
export const notFound = (what = "This session") => failure(404, "not_found", `${what} does not exist, or is not shared with you.`);

export const forbidden = (message = "You may look at this session, but not change it.") => failure(403, "forbidden", message);

/** Reads a JSON body by a schema; throws 400 when it is not JSON and 422 with a sentence a field when it does not fit. */
export async function parseJson<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
  const body: unknown = await request.json().catch(() => {
    throw failure(400, "malformed", "The body is not JSON.");
  });
  return parse(body, schema);
}

/** Reads a form by a schema: the values, or a sentence a field, for the page to show beside it. */
export async function parseForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<{ values: z.infer<Schema>; fields?: undefined } | { values?: undefined; fields: Record<string, string> }> {
  const form = await request.formData().catch(() => {
    throw failure(400, "malformed", "The form could not be read.");
  });
  const parsed = schema.safeParse(Object.fromEntries(form));
  return parsed.success ? { values: parsed.data } : { fields: fieldErrors(parsed.error) };
}

/** Throws 422 with a sentence a field when `input` does not fit. */
export function parse<Schema extends z.ZodType>(input: unknown, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw failure(422, "invalid", "Some fields need attention.", fieldErrors(parsed.error));
}

function fieldErrors({ issues }: z.ZodError): Record<string, string> {
  return Object.fromEntries(
    issues.map((issue) => [
      issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.join(".") || "body",
      issue.code === "unrecognized_keys" ? "This field is not known here." : issue.message,
    ]),
  );
}

/** The method of an action must be one of these; anything else gets 405. */
export function allowMethods(request: Request, ...methods: string[]) {
  if (methods.includes(request.method)) return;
  throw failure(405, "method_not_allowed", `This address takes ${methods.join(", ")}.`, undefined, { Allow: methods.join(", ") });
}
