// The entry `identification-chain/otel`: hooks that make OpenTelemetry spans and durations, by the
// stable semantic conventions of HTTP clients: https://opentelemetry.io/docs/specs/semconv/http/
// It knows the API of OpenTelemetry by its shape alone, so that nothing has to be installed for
// it, at run time or for its types, and any release of the API will do.

import { checkedOptions, type Kind, type Kinds } from './options.ts';
import type { Hooks, RequestEvent, RetryReason } from './send/hooks.ts';

/** Values by the names that the conventions give them. */
type Attributes = Record<string, string | number>;

/** What is used of a `Tracer` of `@opentelemetry/api`. */
export interface TracerLike {
  startSpan(
    name: string,
    options: { kind: typeof spanKindClient; attributes: Attributes },
  ): SpanLike;
}

/** What is used of a `Span` of `@opentelemetry/api`. */
export interface SpanLike {
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: { code: typeof statusError }): unknown;
  end(): void;
}

/** What is used of a `Meter` of `@opentelemetry/api`. */
export interface MeterLike {
  createHistogram(
    name: string,
    options: { description: string; unit: string; advice: { explicitBucketBoundaries: number[] } },
  ): HistogramLike;
}

/** What is used of a `Histogram` of `@opentelemetry/api`. */
export interface HistogramLike {
  record(value: number, attributes: Attributes): void;
}

/** What makes the spans, what takes the durations, or both. */
export type OpenTelemetryOptions =
  | { readonly tracer: TracerLike; readonly meter?: MeterLike | undefined }
  | { readonly tracer?: TracerLike | undefined; readonly meter: MeterLike };

/** `SpanKind.CLIENT` of `@opentelemetry/api`. */
const spanKindClient = 2;

/** `SpanStatusCode.ERROR` of `@opentelemetry/api`. */
const statusError = 2;

/** The bounds that the conventions advise for `http.client.request.duration`, in seconds. */
const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The `error.type` of an attempt without an answer that another follows. */
const errorTypes: Readonly<Record<RetryReason, string>> = {
  connection: 'ConnectionError',
  timeout: 'TimeoutError',
  // These follow an answer, whose status says more; `_OTHER` is the conventions' own last resort.
  status: '_OTHER',
  token: '_OTHER',
};

/** An attempt that has not ended. */
interface Attempt {
  readonly span: SpanLike | undefined;
  readonly server: Attributes;
  /** When it began, in milliseconds of `performance.now()`. */
  readonly began: number;
}

/** An object with a method. */
function having(method: string, example: string): Kind {
  return {
    expected: `an object with ${method}, such as ${example}`,
    accepts: (value) => typeof (value as Record<string, unknown> | null)?.[method] === 'function',
  };
}

const telemetryKinds: Kinds<OpenTelemetryOptions> = {
  tracer: having('startSpan', 'trace.getTracer(…)'),
  meter: having('createHistogram', 'metrics.getMeter(…)'),
};

/**
 * Hooks that make a CLIENT span of every attempt, and record how long it took, until its answer
 * was there with its body, in the histogram `http.client.request.duration`, in seconds.
 *
 * A span is a child of what is active when the attempt begins. A call that fails before its first
 * attempt has none. An `error.type` is the status code of an answer of 400 or more, or else the
 * name of the error: `ConnectionError`, `TimeoutError`, `OutcomeUnknownError`, or that of the
 * reason with which the caller gave up. Of the attributes `url.template` is not stable yet in the
 * conventions, and `identification_chain.operation` is this package's own.
 *
 * @throws {TypeError} where there is neither a tracer nor a meter.
 */
export function openTelemetry(options: OpenTelemetryOptions): Hooks {
  const { tracer, meter } = checkedOptions('openTelemetry: ', options, telemetryKinds);
  if (tracer === undefined && meter === undefined) {
    throw new TypeError('openTelemetry: pass a tracer, a meter, or both');
  }
  const durations = meter?.createHistogram('http.client.request.duration', {
    description: 'Duration of HTTP client requests.',
    unit: 's',
    advice: { explicitBucketBoundaries: durationBounds },
  });
  // By the number of the call, which has one attempt at a time.
  const open = new Map<number, Attempt>();
  const end = (call: number, outcome: Attributes) => {
    const attempt = open.get(call);
    if (attempt === undefined) return;
    open.delete(call);
    durations?.record((performance.now() - attempt.began) / 1000, {
      ...attempt.server,
      ...outcome,
    });
    attempt.span?.setAttributes(outcome);
    if ('error.type' in outcome) attempt.span?.setStatus({ code: statusError });
    attempt.span?.end();
  };
  return {
    onRequest(event) {
      const server = serverAttributes(event);
      const span = tracer?.startSpan(`${event.method} ${event.template}`, {
        kind: spanKindClient,
        attributes: { ...server, ...requestAttributes(event) },
      });
      open.set(event.call, { span, server, began: performance.now() });
    },
    onResponse: ({ call, status }) => end(call, answered(status)),
    onRetry: ({ call, status, reason }) =>
      end(call, status === undefined ? failed(errorTypes[reason]) : answered(status)),
    // Where this ends an attempt, no answer came to it: the status would be an earlier one's.
    onError: ({ call, error }) => end(call, failed(error)),
  };
}

/** What the conventions require of spans and durations alike. */
function serverAttributes({ method, url }: RequestEvent): Attributes {
  const { hostname, port, protocol } = new URL(url);
  return {
    'http.request.method': method,
    // A URL has an IPv6 address in brackets, which are no part of it.
    'server.address': hostname.replace(/^\[|\]$/g, ''),
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}

/** What only spans have, because no two calls have the same. */
function requestAttributes({ url, template, attempt, operation }: RequestEvent): Attributes {
  return {
    'url.full': url,
    'url.template': template,
    'identification_chain.operation': operation,
    ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
  };
}

/** How an attempt ended that was answered. */
function answered(status: number): Attributes {
  return {
    'http.response.status_code': status,
    ...(status >= 400 && { 'error.type': String(status) }),
  };
}

/** How an attempt ended that was not answered. */
function failed(error: string): Attributes {
  return { 'error.type': error };
}
