/**
 * Spans for whoever runs an OpenTelemetry SDK in the process (docs/deployment.md). We bring none: without one the API
 * hands out spans that do nothing. Their attributes are ids and counts, never what people write.
 */
import { type Attributes, type Span, SpanStatusCode, trace } from "@opentelemetry/api";

// The API passes on to an SDK that is registered later, too.
const tracer = trace.getTracer("tandem");

type SpanOptions = {
  attributes?: Attributes;
  /** The work serves many at once, so it gets a trace of its own and is not part of the one that began it. */
  isRoot?: boolean;
};

/**
 * Runs `work` in a span that ends with it. An error that is thrown marks the span as failed and is thrown on; a thrown
 * Response is an answer and no failure.
 */
export function inSpan<T>(
  name: string,
  { attributes, isRoot }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { attributes, root: isRoot }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      if (!(error instanceof Response)) failSpan(span, error);
      throw error;
    } finally {
      endSpan(span);
    }
  });
}

/** An error in somebody's SDK must not stop the work inside of the span. */
function endSpan(span: Span): void {
  try {
    span.end();
  } catch {
    // The SDK loses this span.
  }
}

/** Marks a span as failed, with the kind of an error: its message may hold what somebody wrote. */
function failSpan(span: Span, error: unknown): void {
  try {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute("error.type", error instanceof Error ? error.name : typeof error);
  } catch {
    // As above.
  }
}
