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

const hasRole = (wanted: Asked, ...roles: string[]) => wanted.messages.some(({ role }) => roles.includes(role));

/** What servers refuse, in their own words; undefined where they take it. */
export const refusals = {
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
