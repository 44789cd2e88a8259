import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MAX_FINDINGS } from "../../protocol/limits.ts";
import { json, type SaidFinding, shapes, wordings } from "./openai-answers.ts";
import { type Asked, refusals } from "./openai-refusals.ts";
import { until } from "./until.ts";

export { said } from "./openai-answers.ts";
export type { Asked } from "./openai-refusals.ts";

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
