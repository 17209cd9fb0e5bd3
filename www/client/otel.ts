// The entry `identification-chain/otel`: hooks that record OpenTelemetry spans and durations, by the
// stable semantic conventions for HTTP clients: https://opentelemetry.io/docs/specs/semconv/http/
// It declares the parts of the OpenTelemetry API that it uses, so that it needs no dependency and
// works with any release of that API.

import { checkedOptions, type Kind, type Kinds } from './options.ts';
import type { Hooks, RequestEvent, RetryReason } from './send/hooks.ts';

/** Attributes by their names in the conventions. */
type Attributes = Record<string, string | number>;

/** The part of a `Tracer` from `@opentelemetry/api` that the hooks use. */
export interface TracerLike {
  startSpan(
    name: string,
    options: { kind: typeof spanKindClient; attributes: Attributes },
  ): SpanLike;
}

/** The part of a `Span` from `@opentelemetry/api` that the hooks use. */
export interface SpanLike {
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: { code: typeof statusError }): unknown;
  end(): void;
}

/** The part of a `Meter` from `@opentelemetry/api` that the hooks use. */
export interface MeterLike {
  createHistogram(
    name: string,
    options: { description: string; unit: string; advice: { explicitBucketBoundaries: number[] } },
  ): HistogramLike;
}

/** The part of a `Histogram` from `@opentelemetry/api` that the hooks use. */
export interface HistogramLike {
  record(value: number, attributes: Attributes): void;
}

/** Options for the hooks: a tracer for spans, a meter for durations, or both. */
export type OpenTelemetryOptions =
  | { readonly tracer: TracerLike; readonly meter?: MeterLike | undefined }
  | { readonly tracer?: TracerLike | undefined; readonly meter: MeterLike };

/** `SpanKind.CLIENT` of `@opentelemetry/api`. */
const spanKindClient = 2;

/** `SpanStatusCode.ERROR` of `@opentelemetry/api`. */
const statusError = 2;

/** The bucket boundaries that the conventions advise for the durations, in seconds. */
const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The `error.type` of an attempt without a response, if another attempt follows. */
const errorTypes: Readonly<Record<RetryReason, string>> = {
  connection: 'ConnectionError',
  timeout: 'TimeoutError',
  // These attempts have a response, whose status is used. `_OTHER` is the conventions' fallback.
  status: '_OTHER',
  token: '_OTHER',
};

/** A running attempt. */
interface Attempt {
  readonly span: SpanLike | undefined;
  readonly server: Attributes;
  /** When it started, by `performance.now()`. */
  readonly start: number;
}

/** The kind of an object with a method. */
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
 * Creates hooks for OpenTelemetry. They record a CLIENT span for every attempt, and its duration,
 * until the response has arrived with its body, in the histogram `http.client.request.duration`, in
 * seconds.
 *
 * A span is a child of the active span. A call that fails before its first attempt has no span. The
 * `error.type` is the status code of a response of 400 or more, or the name of the error, such as
 * `ConnectionError`, `TimeoutError` or `OutcomeUnknownError`. The attribute `url.template` is not yet
 * stable in the conventions, and `identification_chain.operation` is this package's own.
 *
 * @throws {TypeError} for an unknown or wrong option, and without a tracer and a meter.
 *
 * @example
 * import { metrics, trace } from '@opentelemetry/api';
 * import { createClient } from 'identification-chain';
 * import { openTelemetry } from 'identification-chain/otel';
 *
 * const hooks = openTelemetry({
 *   tracer: trace.getTracer('shop'),
 *   meter: metrics.getMeter('shop'),
 * });
 * const chains = createClient({ orgId: 'acme', token, hooks });
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
  // The running attempts by the number of their call. A call has one attempt at a time.
  const open = new Map<number, Attempt>();
  const end = (call: number, outcome: Attributes) => {
    const attempt = open.get(call);
    if (attempt === undefined) return;
    open.delete(call);
    durations?.record((performance.now() - attempt.start) / 1000, {
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
      open.set(event.call, { span, server, start: performance.now() });
    },
    onResponse: ({ call, status }) => end(call, answered(status)),
    onRetry: ({ call, status, reason }) =>
      end(call, status === undefined ? failed(errorTypes[reason]) : answered(status)),
    // If an attempt is still running, it got no response: the event's status is an earlier one's.
    onError: ({ call, error }) => end(call, failed(error)),
  };
}

/** The attributes that the conventions require for both spans and durations. */
function serverAttributes({ method, url }: RequestEvent): Attributes {
  const { hostname, port, protocol } = new URL(url);
  return {
    'http.request.method': method,
    // In a URL, an IPv6 address is in brackets.
    'server.address': hostname.replace(/^\[|\]$/g, ''),
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}

/** The attributes of spans only. Their values differ from call to call. */
function requestAttributes({ url, template, attempt, operation }: RequestEvent): Attributes {
  return {
    'url.full': url,
    'url.template': template,
    'identification_chain.operation': operation,
    ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
  };
}

/** The outcome of an attempt with a response. */
function answered(status: number): Attributes {
  return {
    'http.response.status_code': status,
    ...(status >= 400 && { 'error.type': String(status) }),
  };
}

/** The outcome of an attempt without a response. */
function failed(error: string): Attributes {
  return { 'error.type': error };
}
