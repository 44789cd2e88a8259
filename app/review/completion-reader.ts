/** Reads a chat completion from whatever a server sends: a stream of events as asked for, or one JSON. */
import { APIError } from "openai";
import { z } from "../../protocol/zod.ts";

/** Includes the JSON around each token, and what a model thinks aloud. */
const MAX_ANSWER_BYTES = 6 * 1024 * 1024;
const MAX_ERROR_CHARS = 100_000;

/** A missing or senseless count is 0. */
const tokens = z.catch(z.int().check(z.gte(0), z.lte(1e9)), 0);
const usageSchema = z.object({ prompt_tokens: tokens, completion_tokens: tokens, total_tokens: tokens });
const lenient = <Schema extends z.ZodMiniType>(schema: Schema) => z.catch(z.optional(schema), undefined);

const parts = lenient(z.union([z.string(), z.array(z.unknown())]));
const said = z.object({ content: parts, refusal: lenient(z.string()), reasoning_content: parts, reasoning: parts });
const chunkSchema = z.object({
  choices: lenient(
    z.array(
      z.object({
        delta: lenient(said),
        message: lenient(said),
        text: lenient(z.string()),
        finish_reason: lenient(z.string()),
      }),
    ),
  ),
  usage: lenient(usageSchema),
  error: z.optional(z.unknown()),
});

/** A refusal's body in OpenAI's shape, whichever a server has: the client reads no other, and what it says matters. */
export async function withReadableError(response: Response): Promise<Response> {
  if (response.ok) return response;
  let text = "";
  for await (const piece of textOf(response)) if ((text += piece).length > MAX_ERROR_CHARS) break;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = text.slice(0, 500);
  }
  const inner: unknown = Array.isArray(body) ? (body as unknown[])[0] : body;
  const error: unknown = typeof inner === "object" && inner !== null && "error" in inner ? inner.error : inner;
  const { status, statusText, headers } = response;
  const type = new Headers(headers);
  for (const name of ["content-encoding", "content-length"]) type.delete(name);
  type.set("content-type", "application/json");
  return new Response(
    JSON.stringify({ error: typeof error === "object" && error !== null ? error : { message: String(error) } }),
    { status, statusText, headers: type },
  );
}

export type Usage = { inputTokens: number; outputTokens: number; tokens: number };
/** A piece of an answer. `thought` is what a model says to itself, where that comes separately. */
export type Piece = {
  content: string;
  thought: string;
  isRefused: boolean;
  finish: string | undefined;
  usage: Usage | undefined;
};

/** The answer is not a completion: it is a web page, for example, or longer than any review. */
export class NoCompletion extends Error {
  override readonly name = "NoCompletion";
}

/**
 * The pieces of an answer, as they come. Whether it is a stream is decided by how it begins, whatever its content type
 * says. Lines that are not understood are passed over. Throws an APIError when the server says in it that something
 * went wrong.
 */
export async function* readCompletion(response: Response): AsyncGenerator<Piece> {
  let buffer = "";
  let isStream: boolean | undefined;
  for await (const text of textOf(response)) {
    buffer += text;
    isStream ??= beginsAsStream(buffer);
    if (!isStream || !/[\r\n]/.test(text)) continue;
    const lines = buffer.split(/\r\n|\n|\r(?!$)/);
    buffer = lines.pop() ?? "";
    for (const line of lines) yield* pieceOf(dataOf(line), response);
  }
  // One JSON, or the last line.
  yield* pieceOf(isStream ? dataOf(buffer.trimEnd()) : buffer, response);
}

async function* textOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  if (!response.body) return;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new NoCompletion();
    yield decoder.decode(chunk, { stream: true });
  }
}

/** Undefined while there is nothing but white space. */
function beginsAsStream(text: string): boolean | undefined {
  const [begin] = /[^\s\ufeff]/.exec(text) ?? [];
  if (begin === "<") throw new NoCompletion();
  return begin === undefined ? undefined : begin !== "{" && begin !== "[";
}

const dataOf = (line: string) =>
  line.startsWith("data:") ? line.slice("data:".length) : line.startsWith("{") ? line : "";

function* pieceOf(json: string, response: Response): Generator<Piece> {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    // The end of a stream, a comment, or nothing that concerns us.
    return;
  }
  const { data } = chunkSchema.safeParse(Array.isArray(raw) ? (raw as unknown[])[0] : raw);
  if (!data) return;
  if (data.error !== undefined && data.error !== null) throw failureIn(data.error, response);
  const choice = data.choices?.[0];
  const answer = choice?.delta ?? choice?.message;
  const used = data.usage;
  yield {
    content: textIn(answer?.content, "text") || (choice?.text ?? ""),
    thought: textIn(answer?.reasoning_content, "text") || textIn(answer?.reasoning, "text"),
    isRefused: Boolean(answer?.refusal),
    finish: choice?.finish_reason,
    usage: used && {
      inputTokens: used.prompt_tokens,
      outputTokens: used.completion_tokens,
      tokens: Math.max(used.total_tokens, used.prompt_tokens + used.completion_tokens),
    },
  };
}

/** Content as one text; some send it in parts, of which only texts of the given type count. */
function textIn(content: unknown, type: string): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => (typeof part === "string" ? part : isText(part, type) ? part.text : ""))
    .join("");
}

const isText = (part: unknown, type: string): part is { text: string } =>
  typeof part === "object" &&
  part !== null &&
  "text" in part &&
  typeof part.text === "string" &&
  (!("type" in part) || part.type === type || part.type === "output_text");

/** With the status that it names, if it names one. */
function failureIn(error: unknown, { headers }: Response): APIError {
  const body: Record<string, unknown> =
    typeof error === "object" && error !== null ? { ...error } : { message: String(error) };
  const status = [body.status, body.code].map(Number).find((number) => number >= 400 && number < 600);
  return new APIError(status as never, body, typeof body.message === "string" ? body.message : "", headers as never);
}
