import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MAX_FINDINGS } from "../../protocol/limits.ts";
import { until } from "./until.ts";

export type Mode =
  | "good"
  | "slow"
  | "hang"
  | "hang-midway"
  | "429-once"
  | "429"
  | "429-long"
  | "500-once"
  | "500"
  | "401"
  | "reset"
  | "no-schema"
  | "no-json-mode"
  | keyof typeof refusals
  | keyof typeof wordings
  | keyof typeof shapes
  | "refusal"
  | "filtered"
  | "grammar-midway"
  | "bad-json"
  | "wrong-schema"
  | "length"
  | "cut"
  | "huge"
  | "endless"
  | "html"
  | "fenced";

export type SaidFinding = {
  severity: string;
  title: string;
  message: string;
  startLine: number;
  endLine: number;
  quote: string;
  replacement: string | null;
};
export type Asked = {
  model: string;
  stream: boolean;
  stream_options?: object;
  response_format?: { type: string };
  max_tokens?: number;
  max_completion_tokens?: number;
  messages: { role: string; content: string }[];
};
type Refusal = [
  status: number,
  body:
    | string
    | { message: string; type?: string; param?: string | null; code?: string | number | null; [more: string]: unknown },
];

export const said = (finding: Partial<SaidFinding> & Pick<SaidFinding, "startLine" | "quote">): SaidFinding => ({
  severity: "warning",
  title: `About line ${finding.startLine}`,
  message: "It will fail.",
  endLine: finding.startLine,
  replacement: null,
  ...finding,
});

const hasRole = (wanted: Asked, ...roles: string[]) => wanted.messages.some(({ role }) => roles.includes(role));

/** What servers refuse, in their own words; undefined where they take it. */
const refusals = {
  // OpenAI, of an organisation that has not shown who it is.
  "must-verify": ({ stream }) =>
    stream
      ? [
          400,
          {
            message:
              "Your organization must be verified to stream this model. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization.",
            type: "invalid_request_error",
            param: "stream",
            code: "unsupported_value",
          },
        ]
      : undefined,
  "no-system": (wanted) =>
    hasRole(wanted, "system", "developer")
      ? [
          400,
          {
            message: "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
            type: "invalid_request_error",
            param: "messages[0].role",
            code: "unsupported_value",
          },
        ]
      : undefined,
  // llama.cpp and vLLM, with Gemma's template.
  "no-system-template": (wanted) =>
    hasRole(wanted, "system", "developer")
      ? [500, { message: "System role not supported", type: "server_error", code: 500 }]
      : undefined,
  "no-options": ({ stream_options: options }) =>
    options
      ? [
          400,
          {
            message: "Unknown parameter: 'stream_options'.",
            type: "invalid_request_error",
            param: "stream_options",
            code: "unknown_parameter",
          },
        ]
      : undefined,
  // FastAPI, which sends back what it was asked.
  "strict-body": (wanted) =>
    wanted.stream_options || wanted.response_format
      ? [
          422,
          JSON.stringify({
            detail: ["stream_options", "response_format"].map((name) => ({
              type: "extra_forbidden",
              loc: ["body", name],
              msg: "Extra inputs are not permitted",
              input: wanted,
            })),
          }),
        ]
      : undefined,
  vague: (wanted) =>
    wanted.stream_options || wanted.response_format || hasRole(wanted, "system")
      ? [400, JSON.stringify({ object: "error", message: "Bad request" })]
      : undefined,
  "wants-limit": ({ max_tokens: limit }) =>
    limit
      ? undefined
      : [400, { message: "max_tokens is required", type: "invalid_request_error", param: "max_tokens" }],
  "wants-new-limit": ({ max_tokens: old, max_completion_tokens: limit }) =>
    old
      ? [
          400,
          {
            message:
              "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            param: "max_tokens",
            code: "unsupported_parameter",
          },
        ]
      : limit
        ? undefined
        : [400, { message: "max_tokens must be set" }],
  grammar: ({ response_format: format }) =>
    format
      ? [500, { message: "Failed to initialize samplers: failed to parse grammar", type: "server_error", code: 500 }]
      : undefined,
  guided: ({ response_format: format }) =>
    format?.type === "json_schema"
      ? [
          400,
          JSON.stringify({
            object: "error",
            message: "The provided guided_json is not supported by xgrammar",
            type: "BadRequestError",
            param: null,
            code: 400,
          }),
        ]
      : undefined,
  "500-vague": ({ response_format: format }) => (format ? [500, "Internal Server Error"] : undefined),
  "too-long": () => [
    400,
    {
      message:
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 10211 tokens. Please reduce the length of the messages.",
      type: "invalid_request_error",
      param: "messages",
      code: "context_length_exceeded",
    },
  ],
  "too-long-llama": () => [
    400,
    {
      code: 400,
      message:
        "the request exceeds the available context size. try increasing the context size or enable context shift",
      type: "exceed_context_size_error",
    },
  ],
  "too-long-minute": () => [
    429,
    {
      message:
        "Request too large for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Requested 41273.",
      type: "tokens",
      code: "rate_limit_exceeded",
    },
  ],
  "azure-filter": () => [
    400,
    {
      message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      type: null as never,
      param: "prompt",
      code: "content_filter",
      status: 400,
      innererror: { code: "ResponsibleAIPolicyViolation" },
    },
  ],
  "no-quota": () => [
    429,
    {
      message: "You exceeded your current quota, please check your plan and billing details.",
      type: "insufficient_quota",
      param: null,
      code: "insufficient_quota",
    },
  ],
  "no-balance": () => [
    402,
    { message: "Insufficient Balance", type: "unknown_error", param: null, code: "invalid_request_error" },
  ],
  "no-credit": () => [
    400,
    {
      message: "Your credit balance is too low to access the API. Please go to Plans & Billing.",
      type: "invalid_request_error",
    },
  ],
  "no-model": () => [
    404,
    {
      message: "The model `stand-in-1` does not exist or you do not have access to it.",
      type: "invalid_request_error",
      param: null,
      code: "model_not_found",
    },
  ],
  "no-model-ollama": () => [404, JSON.stringify({ error: 'model "stand-in-1" not found, try pulling it first' })],
  overloaded: () => [
    503,
    {
      message: "The model is currently not available: it is overloaded. Please try again later.",
      type: "server_error",
      code: "model_not_available",
    },
  ],
  "no-address": () => [404, "<html><body><h1>404 Not Found</h1></body></html>"],
} satisfies Record<string, (wanted: Asked) => Refusal | undefined>;

const json = (summary: string, findings: unknown) => JSON.stringify({ summary, findings });
/** How models write an answer; what each means is the same. */
const wordings = {
  think: (s, f) =>
    `<think>\nLine 2 { returns } a - b; a draft: {"summary": "no", "findings": [{"title": "Never", "quote": "x"}]}\n</think>\n\n${json(s, f)}`,
  "think-unclosed": (s, f) => `<think>So { a: 1 } it is.\n${json(s, f)}`,
  "words-around": (s, f) => `Here is what I found {so far}:\n~~~json\n${json(s, f)}\n~~~\nI hope [this] {helps}!`,
  "as-array": (_, f) => JSON.stringify(f),
  "as-suggestions": (s, f) => JSON.stringify({ overview: s, suggestions: f }),
  "as-issues": (s, f) => JSON.stringify({ review: { summary: s, issues: f } }),
  "raw-breaks": (s, f) => json(s, f).replaceAll("It will", "It\n\twill"),
  "extra-commas": (s, f) => json(s, f).replaceAll("}", ",}").replaceAll("]", ",]"),
  comments: (s, f) => json(s, f).replaceAll("{", '{ // it\'s "so"\n').replaceAll("[", "[ /* } */ "),
  "single-quotes": (s, f) => json(s, f).replaceAll('"', "'"),
  "bare-names": (s, f) => json(s, f).replaceAll(/"(\w+)":/g, "$1:"),
  "own-names": (s, f) =>
    json(
      s,
      f.map(({ severity, title, message, startLine, endLine, quote, replacement }) => ({
        Severity: { error: "CRITICAL", warning: "Medium", info: "Low" }[severity],
        issue: title,
        description: message,
        line_start: String(startLine),
        line_end: endLine + 0.0,
        code_snippet: quote,
        replacement: replacement ?? "None",
      })),
    ),
} satisfies Record<string, (summary: string, findings: SaidFinding[]) => string>;

/** How servers send an answer, other than as OpenAI streams it. */
const shapes = {
  "plain-json": (content) => ({ content }),
  "part-list": (content) => ({
    content: [
      { type: "thinking", thinking: [{ type: "text", text: "{" }] },
      { type: "text", text: content },
    ],
  }),
  "reasoning-only": (content) => ({ content: "", reasoning_content: content }),
} satisfies Record<string, (content: string) => object>;

const usage = { prompt_tokens: 120, completion_tokens: 80, total_tokens: 200 };

/**
 * A local server that speaks OpenAI's chat completions, streaming, well or badly. In mode `slow` each finding waits for
 * `next()`. It says what it was asked, and how many requests were given up by who asked.
 */
export async function startOpenAI({ key = "a-key" }: { key?: string } = {}) {
  let mode: Mode = "good";
  let findings: SaidFinding[] = [];
  let summary = "It works, mostly.";
  let allowed = 0;
  let aborted = 0;
  let tries = 0;
  const asked: Asked[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse) {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const wanted = JSON.parse(body) as Asked;
    asked.push(wanted);
    tries++;
    let isGone = false;
    response.setMaxListeners(0);
    response.on("close", () => {
      if (response.writableFinished) return;
      isGone = true;
      aborted++;
    });
    const fail = (status: number, message: string, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify({ error: { message, type: "error", param: null, code: null } }));

    if (request.headers.authorization !== `Bearer ${key}` || mode === "401")
      return fail(401, "Incorrect API key provided.");
    if (!request.url?.endsWith("/chat/completions")) return fail(404, "Unknown address.");
    if (mode === "hang") return;
    if (mode === "reset") return request.socket.destroy();
    if (mode === "429" || (mode === "429-once" && tries === 1))
      return fail(429, "Rate limit reached.", mode === "429-once" ? { "retry-after": "1" } : {});
    if (mode === "429-long") return fail(429, "Rate limit reached.", { "retry-after": "3600" });
    if (mode === "500" || (mode === "500-once" && tries === 1)) return fail(500, "The server had an error.");
    if (mode in refusals) {
      const [status, body] = refusals[mode as keyof typeof refusals](wanted) ?? [];
      if (status)
        return response
          .writeHead(status, { "content-type": "application/json" })
          .end(typeof body === "string" ? body : JSON.stringify({ error: body }));
    }
    if (mode === "no-schema" && wanted.response_format?.type === "json_schema")
      return fail(400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.");
    if (mode === "no-json-mode" && wanted.response_format) return fail(400, "response_format is not supported.");
    if (mode === "html")
      return response
        .writeHead(200, { "content-type": "text/html" })
        .end("<!doctype html><h1>Welcome to the gateway</h1>");

    if (mode in shapes || !wanted.stream) {
      const content = json(summary, findings);
      const message = {
        role: "assistant",
        ...(mode in shapes ? shapes[mode as keyof typeof shapes](content) : { content }),
      };
      return response
        .writeHead(200, { "content-type": "application/json" })
        .end(
          JSON.stringify(
            { id: "c", object: "chat.completion", choices: [{ index: 0, message, finish_reason: "stop" }], usage },
            null,
            2,
          ),
        );
    }

    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = (part: unknown) =>
      response.write(
        `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: wanted.model, ...(part as object) })}\n\n`,
      );
    const delta = (change: object, finish: string | null = null) =>
      send({ choices: [{ index: 0, delta: change, finish_reason: finish }] });
    const say = (content: string) => delta({ content });
    /** In pieces, as tokens come. */
    const spell = (content: string) => content.match(/[^]{1,7}/g)?.forEach(say);
    const end = (finish = "stop") => {
      delta({}, finish);
      send({ choices: [], usage });
      response.end("data: [DONE]\n\n");
    };
    delta({ role: "assistant", content: "" });

    if (mode === "refusal") {
      delta({ refusal: "I cannot help with that." });
      return end();
    }
    if (mode === "filtered") return end("content_filter");
    if (mode === "grammar-midway" && wanted.response_format) {
      send({ error: { code: 500, message: "failed to parse grammar", type: "server_error" } });
      return response.end();
    }
    if (mode in wordings) {
      delta({ reasoning_content: "Hm: {" });
      delta({ content: null, reasoning: "}" });
      spell(wordings[mode as keyof typeof wordings](summary, findings));
      return end();
    }
    if (mode === "huge") {
      for (let i = 0; i < 160 && !isGone; i++) {
        const isDrained = response.write(
          `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: " ".repeat(64 * 1024) }, finish_reason: null }] })}\n\n`,
        );
        if (!isDrained) await new Promise((resolve) => response.once("drain", resolve).once("close", resolve));
      }
      return end();
    }
    if (mode === "endless") {
      while (!isGone) {
        const isDrained = response.write("x".repeat(64 * 1024));
        if (!isDrained) await new Promise((resolve) => response.once("drain", resolve).once("close", resolve));
      }
      return;
    }
    if (mode === "bad-json") {
      spell('{"summary": "x", "findings": [}');
      return end();
    }
    if (mode === "wrong-schema") {
      spell('{"result": "All is well."}');
      return end();
    }
    if (mode === "fenced") say("Here is my review:\n```json\n");
    spell(`{"summary": ${JSON.stringify(summary)}, "findings": [`);
    for (const [nth, finding] of findings.entries()) {
      if (mode === "slow") await until(() => allowed > nth || isGone, 600_000);
      if (isGone) return;
      spell(`${nth > 0 ? ", " : ""}${JSON.stringify(finding)}`);
    }
    if (mode === "cut") return setTimeout(() => response.destroy(), 50);
    if (mode === "length") return end("length");
    if (mode === "hang-midway") return;
    if (mode === "slow") await until(() => allowed > findings.length || isGone, 600_000);
    spell("]}");
    if (mode === "fenced") say("\n```");
    end();
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    url,
    /** The settings of a web process that uses it. */
    env: {
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: url,
      OPENAI_MODEL: "stand-in-1",
      OPENAI_PRICES: "2,10",
      MAX_GUEST_REVIEWS_AN_HOUR_AN_ADDRESS: "10000",
      MAX_REVIEWS_AN_HOUR_A_SERVER: "10000",
    },
    asked,
    /** How many requests were given up before their answer was complete. */
    aborted: () => aborted,
    /** What it answers from now on; at most as many findings as a review has, unless more are given. */
    behave(as: Mode, what: SaidFinding[] = findings.slice(0, MAX_FINDINGS), says = summary) {
      mode = as;
      findings = what;
      summary = says;
      allowed = 0;
      tries = 0;
      asked.length = 0;
    },
    /** Lets the next finding of a slow answer out, and at last its end. */
    next: () => void allowed++,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type OpenAIStandIn = Awaited<ReturnType<typeof startOpenAI>>;
