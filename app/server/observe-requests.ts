/**
 * Each request's time and span. Which route it is for is known once static files have been passed:
 * `response.locals.route`.
 */
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { RequestHandler } from "express";
import type { WebMetrics } from "./metrics.ts";

const tracer = trace.getTracer("tandem");

/** The methods that this server takes; all others are one label. */
export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Stands before everything that answers visitors, so that refusals and files count, too. */
export const observeRequests =
  ({ requestSeconds }: Pick<WebMetrics, "requestSeconds">): RequestHandler =>
  (request, response, next) => {
    const method = METHODS.includes(request.method) ? request.method : "other";
    const endTimer = requestSeconds.startTimer({ method });
    const parent = propagation.extract(context.active(), request.headers);
    const span = tracer.startSpan(
      method,
      { kind: SpanKind.SERVER, attributes: { "http.request.method": method } },
      parent,
    );
    response.once("close", () => {
      const route = (response.locals.route as string | undefined) ?? "file";
      const status = response.writableFinished ? String(response.statusCode) : "aborted";
      endTimer({ route, status });
      span.updateName(`${method} ${route}`);
      span.setAttributes({ "http.route": route, "http.response.status_code": response.statusCode });
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), next);
  };
