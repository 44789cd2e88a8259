/** What `docs/protocol.md` says is held against running processes; each part notes what it has seen. */
import { expect } from "vitest";
import * as closeCodes from "../../../protocol/close-codes.ts";
import * as entities from "../../../protocol/entities.ts";
import * as events from "../../../protocol/events.ts";
import * as limits from "../../../protocol/limits.ts";
import * as runs from "../../../protocol/runs.ts";
import { codeIn, readTable } from "../../support/doc-tables.ts";
import { said } from "../../support/openai-stand-in.ts";
import { stackTest } from "../../support/stack-test.ts";
import type { Person, Stack } from "../../support/stack.ts";
import { ask } from "../asking.ts";

export const protocol = { ...limits, ...closeCodes, ...entities, ...events, ...runs };
export const table = (heading: string) => readTable("docs/protocol.md", heading);
export const fieldsOf = (heading: string) => codeIn(table(heading)).sort();

export const uuid: unknown = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const time: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const color: unknown = expect.stringMatching(/^#[0-9a-f]{6}$/);

export type Shape = Record<string, unknown>;
type Asked = {
  as?: Person;
  ids?: Record<string, string>;
  query?: string;
  body?: unknown;
  raw?: string;
  headers?: Record<string, string>;
};
export const addressesAsked = new Set<string>();
export const errorsSeen = new Set<string>();

/** Another stack's answer to the same, noted as seen here. */
export async function refusedBy(other: Stack, address: string, options: Parameters<typeof ask>[3]) {
  const [method = "", path = ""] = address.split(" ");
  const answer = await ask(other, method, path, options);
  errorsSeen.add(`${answer.status} ${(answer.json as { error: { code: string } }).error.code}`);
  return answer.status;
}

export const test = stackTest({ isWired: true, hasAI: true })
  /** Asks an address as the page writes it, and notes which address and which refusal that was. */
  .extend(
    "call",
    { scope: "file" },
    ({ stack }) =>
      async (address: string, { ids = {}, query = "", ...options }: Asked = {}) => {
        const [method = "", template = ""] = address.split(" ");
        const answer = await ask(
          stack,
          method,
          template.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? name) + query,
          options,
        );
        addressesAsked.add(address);
        const json = answer.json as { error?: { code: string; message: string; fields?: Shape } } & Record<
          string,
          Shape & Shape[]
        >;
        expect(answer.headers.get("cache-control") ?? "private, no-store").toBe("private, no-store");
        if (answer.status >= 400) {
          const keys = ["code", "message", ...(answer.status === 422 ? ["fields"] : [])];
          expect(Object.keys(json)).toEqual(["error"]);
          expect(Object.keys(json.error ?? {})).toEqual(keys);
          expect(json.error?.message).toMatch(/^[A-Z].* .*\.$/);
          errorsSeen.add(`${answer.status} ${json.error?.code}`);
        }
        return { ...answer, json };
      },
  )
  .extend("create", { scope: "file" }, ({ ada, call }) => async (settings: Shape = {}, as = ada) => {
    const { status, json } = await call("POST /api/sessions", { as, body: settings });
    expect(status).toBe(201);
    return json.session as unknown as Shape & { id: string };
  });

/** What the AI finds here. */
export const suggestion = said({ title: "Fails", startLine: 1, quote: "boom();", replacement: "" });
