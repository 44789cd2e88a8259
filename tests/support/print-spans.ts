/**
 * What an operator's OpenTelemetry SDK would be, as small as it can be: loaded into a process with `--import`, it
 * prints each span that ends as a line of JSON, in the context it was opened in.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  trace,
  type Tracer,
} from "@opentelemetry/api";

export type PrintedSpan = {
  span: string;
  traceId: string;
  spanId: string;
  parentId?: string;
  attributes: Record<string, unknown>;
  failed: boolean;
};

const storage = new AsyncLocalStorage<Context>();
context.setGlobalContextManager({
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, work, self, ...args) => storage.run(active, () => work.apply(self, args)),
  bind: (active, target) =>
    typeof target === "function"
      ? (((...args: unknown[]) => storage.run(active, () => target(...args) as unknown)) as typeof target)
      : target,
  enable() {
    return this;
  },
  disable() {
    return this;
  },
});

propagation.setGlobalPropagator({
  fields: () => ["traceparent"],
  inject: () => {},
  extract(active, carrier, getter) {
    const [, traceId, spanId] = /^00-(\w{32})-(\w{16})-/.exec(String(getter.get(carrier, "traceparent"))) ?? [];
    return traceId && spanId
      ? trace.setSpanContext(active, { traceId, spanId, traceFlags: 1, isRemote: true })
      : active;
  },
});

function startSpan(name: string, { attributes = {}, root = false }: SpanOptions = {}, at = context.active()): Span {
  const parent = root ? undefined : trace.getSpanContext(at);
  const spanContext = {
    traceId: parent?.traceId ?? randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    traceFlags: 1,
  };
  const printed = {
    span: name,
    ...spanContext,
    ...(parent && { parentId: parent.spanId }),
    attributes: { ...attributes },
    failed: false,
  };
  const span: Span = {
    spanContext: () => spanContext,
    setAttribute: (key, value) => span.setAttributes({ [key]: value }),
    setAttributes(more) {
      Object.assign(printed.attributes, more);
      return span;
    },
    addEvent: () => span,
    addLink: () => span,
    addLinks: () => span,
    setStatus({ code }) {
      printed.failed = code === 2;
      return span;
    },
    updateName(changed) {
      printed.span = changed;
      return span;
    },
    end: () => void process.stdout.write(`${JSON.stringify(printed)}\n`),
    isRecording: () => true,
    recordException: () => {},
  };
  return span;
}

const tracer: Tracer = {
  startSpan,
  startActiveSpan(name: string, ...rest: unknown[]) {
    const work = rest.pop() as (span: Span) => never;
    const [options, at = context.active()] = rest as [SpanOptions?, Context?];
    const span = startSpan(name, options, at);
    return context.with(trace.setSpan(at, span), () => work(span));
  },
};
trace.setGlobalTracerProvider({ getTracer: () => tracer });
