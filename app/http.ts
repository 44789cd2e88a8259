import { en } from "zod/locales";
import { z } from "../protocol/zod.ts";
import { apiWords } from "./words/api.ts";

// zod's own sentences, for fields that have none of ours: it is only the server that says them.
z.config(en());

export type ErrorBody = { error: { code: string; message: string; fields?: Record<string, string> } };

/** An expected refusal: throw it from a loader or an action. The JSON is the one that docs/protocol.md describes. */
export function failure(
  status: number,
  code: string,
  message: string,
  fields?: Record<string, string>,
  headers?: HeadersInit,
): Response {
  const body: ErrorBody = { error: { code, message, ...(fields && { fields }) } };
  return Response.json(body, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

/** "Not there" and "not yours" look the same. */
export const notFound = (what: keyof typeof apiWords.notFound = "session") =>
  failure(404, "not_found", apiWords.notFound[what]);

export const forbidden = (message = apiWords.forbidden) => failure(403, "forbidden", message);

/** For failures that a later try may overcome. */
export const unavailable = () => failure(503, "unavailable", apiWords.unavailable, undefined, { "Retry-After": "2" });

/**
 * How much of a refused body is still read and dropped: a browser that is still sending would see a reset instead of
 * the answer.
 */
export const MAX_DROPPED_BYTES = 32 * 1024 * 1024;
const MAX_BODY_BYTES = 64 * 1024;

/**
 * Reads a JSON body by a schema; throws 400 when it is not JSON and 422 with one sentence per field when it does not
 * fit.
 */
export const parseJson = async <Schema extends z.ZodMiniType>(
  request: Request,
  schema: Schema,
  maxBytes = MAX_BODY_BYTES,
  maxValues = Infinity,
): Promise<z.infer<Schema>> => parse(await readJson(request, maxBytes, maxValues), schema);

/**
 * Reads a JSON body, whatever it holds; throws 400 when it is not JSON and 413 when it is too large. `maxValues` is for
 * bodies that may be long: a text takes its length in memory, but an empty object in a list thirty times as much.
 */
export async function readJson(request: Request, maxBytes = MAX_BODY_BYTES, maxValues = Infinity): Promise<unknown> {
  const bytes = await readBody(request, maxBytes);
  if (maxValues < Infinity && countValues(bytes) > maxValues)
    throw failure(413, "too_large", apiWords.body.tooManyParts);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw failure(400, "malformed", apiWords.body.notJson);
  }
}

/** No less than there are values in what is JSON: each but the first stands behind a comma, or what opens its place. */
function countValues(json: Uint8Array): number {
  const [quote, backslash, comma, bracket, brace] = [...'"\\,[{'].map((char) => char.charCodeAt(0));
  let count = 1;
  let isInText = false;
  for (let at = 0; at < json.length; at++) {
    const char = json[at];
    if (char === quote) isInText = !isInText;
    else if (isInText && char === backslash) at++;
    else if (!isInText && (char === comma || char === bracket || char === brace)) count++;
  }
  return count;
}

/** Reads the query of an address by a schema; throws 422 with one sentence per field when it does not fit. */
export const parseQuery = <Schema extends z.ZodMiniType>(request: Request, schema: Schema): z.infer<Schema> =>
  parse(Object.fromEntries(new URL(request.url).searchParams), schema);

type ParsedForm<Values> =
  | { form: FormData; values: Values; fields?: undefined }
  | { form: FormData; values?: undefined; fields: Record<string, string> };

/** Reads a form by a schema: the values, or one sentence per field, for the page to show beside it. */
export async function parseForm<Schema extends z.ZodMiniType>(
  request: Request,
  schema: Schema,
  maxBytes = MAX_BODY_BYTES,
): Promise<ParsedForm<z.infer<Schema>>> {
  const bytes = await readBody(request, maxBytes);
  const headers = { "Content-Type": request.headers.get("content-type") ?? "" };
  const form = await new Response(bytes, { headers }).formData().catch(() => {
    throw failure(400, "malformed", apiWords.body.noForm);
  });
  const parsed = schema.safeParse(Object.fromEntries(form));
  return parsed.success ? { form, values: parsed.data } : { form, fields: fieldErrors(parsed.error) };
}

/**
 * The bytes of a body; throws 413 when there are too many, whatever its header announced. What is too large is read to
 * its end and dropped, within reason.
 */
async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = request.body as AsyncIterable<Uint8Array> | null;
  for await (const chunk of stream ?? []) {
    size += chunk.byteLength;
    if (size <= maxBytes) chunks.push(chunk);
    else if (size > maxBytes + MAX_DROPPED_BYTES) break;
  }
  if (size > maxBytes) throw failure(413, "too_large", apiWords.body.tooLarge(Math.floor(maxBytes / 1024)));
  return Buffer.concat(chunks);
}

/** Throws 422 with one sentence per field when `input` does not fit. */
export function parse<Schema extends z.ZodMiniType>(input: unknown, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw failure(422, "invalid", apiWords.body.invalid, fieldErrors(parsed.error));
}

const MAX_SHOWN_KEY_CHARS = 100;
/** Of a body that holds a long list, each value may be wrong. */
const MAX_SHOWN_ISSUES = 100;

function fieldErrors({ issues }: z.core.$ZodError): Record<string, string> {
  return Object.fromEntries(
    issues
      .slice(0, MAX_SHOWN_ISSUES)
      .flatMap((issue) =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => [key.slice(0, MAX_SHOWN_KEY_CHARS), apiWords.body.unknownField])
          : [[issue.path.join(".") || "body", issue.message]],
      ),
  );
}

/** Done, and there is nothing to say about it. */
export const noContent = () => new Response(null, { status: 204 });

/** The method of an action must be one of these; anything else gets 405. */
export function allowMethods(request: Request, ...methods: string[]) {
  if (methods.includes(request.method)) return;
  throw failure(405, "method_not_allowed", apiWords.methods(methods.join(", ")), undefined, {
    Allow: methods.join(", "),
  });
}
