import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "../../protocol/zod.ts";
import { allowMethods, noContent, parseJson } from "../http.ts";
import { consumeOne } from "../rate-limits.ts";
import { pageNames } from "../telemetry/page-names.ts";

const seconds = z.optional(z.number().check(z.gte(0), z.lte(600)));
const measured = z.strictObject({
  page: z.enum(pageNames),
  LCP: seconds,
  INP: seconds,
  FCP: seconds,
  TTFB: seconds,
  CLS: z.optional(z.number().check(z.gte(0), z.lte(100))),
});

/**
 * How a visit to a page felt, as its browser measured it (`vitals.client.ts`). Anybody can send anything here, so it is
 * only ever counted.
 */
export async function action({ request, context }: ActionFunctionArgs) {
  try {
    allowMethods(request, "POST");
    await consumeOne(context.limits.newVitals, context.clientAddress);
    const { page, CLS, ...vitals } = await parseJson(request, measured);
    for (const [vital, value] of Object.entries(vitals)) context.metrics.vitalSeconds.observe({ vital, page }, value);
    if (CLS !== undefined) context.metrics.layoutShift.observe({ page }, CLS);
    return noContent();
  } catch (error) {
    if (error instanceof Response) return error;
    throw error;
  }
}
