// Tests the OpenTelemetry hooks with the real SDK and in-memory exporters.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  DataPointType,
  type HistogramMetricData,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import * as stable from '@opentelemetry/semantic-conventions';
import * as development from '@opentelemetry/semantic-conventions/incubating';
import { createClient } from 'identification-chain';
import { type OpenTelemetryOptions, openTelemetry, type SpanLike } from 'identification-chain/otel';
import { createSandbox } from 'identification-chain/sandbox';
import type { Hooks } from '../../www/client/send/hooks.ts';
import { referenceRequest } from '../../www/demo/reference.ts';

type Step = {
  [Hook in keyof Hooks]-?: readonly [Hook, Parameters<NonNullable<Hooks[Hook]>>[0]];
}[keyof Hooks];

const template = '/orgs/{org_id}/identifications/chain/{identification_chain_id}/close';
const path = '/v1/orgs/acme/identifications/chain/c1/close';
const operation = 'closeChain';

/** The events of an attempt of a call. */
function request(call: number, attempt: number, origin = 'https://api.example'): Step {
  const url = `${origin}${path}`;
  return ['onRequest', { call, operation, attempt, method: 'POST', url, template }];
}
function response(call: number, attempt: number, status: number): Step {
  return ['onResponse', { call, operation, attempt, status, requestId: 'r1', duration: 5 }];
}
function retry(call: number, attempt: number, status?: number): Step {
  const reason = status === undefined ? 'timeout' : 'status';
  return ['onRetry', { call, operation, attempt, reason, status, delay: 500 }];
}
function failure(call: number, attempt: number, error: string, status?: number): Step {
  return ['onError', { call, operation, attempt, error, status }];
}

/** Calls hooks with events, as a client does. */
function callHooks(hooks: Hooks, steps: readonly Step[]): void {
  for (const [hook, event] of steps) (hooks[hook] as (received: typeof event) => void)(event);
}

type Attributes = Record<string, string | number>;

/** The attributes of every attempt of these calls, with those of its outcome. */
function attributesOf(outcome: Attributes, server: Attributes = {}): Attributes {
  return {
    'http.request.method': 'POST',
    'server.address': 'api.example',
    'server.port': 443,
    ...server,
    ...outcome,
  };
}
const done: Attributes = { 'http.response.status_code': 204 };
const conflict: Attributes = { 'http.response.status_code': 409, 'error.type': '409' };
const unavailable: Attributes = { 'http.response.status_code': 503, 'error.type': '503' };
const timeout: Attributes = { 'error.type': 'TimeoutError' };
const disconnected: Attributes = { 'error.type': 'ConnectionError' };
const second: Attributes = { 'http.request.resend_count': 1 };

interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
  /** The outcome of each attempt, in the order of their ends. */
  readonly outcomes: readonly Attributes[];
  /** The additional attributes of the span of each attempt. */
  readonly spanOnly?: readonly Attributes[];
  /** The attributes of the server, if it is another one. */
  readonly server?: Attributes;
}

const cases: readonly Case[] = [
  {
    name: 'a call that succeeds',
    steps: [request(1, 1), response(1, 1, 204)],
    outcomes: [done],
  },
  {
    name: 'a conflict',
    steps: [request(1, 1), response(1, 1, 409), failure(1, 1, 'ConflictError', 409)],
    outcomes: [conflict],
  },
  {
    name: 'a call that fails despite a successful status',
    steps: [request(1, 1), response(1, 1, 204), failure(1, 1, 'UnexpectedResponseError', 204)],
    outcomes: [done],
  },
  {
    name: 'a retry after a response',
    steps: [
      ...[request(1, 1), response(1, 1, 503), retry(1, 1, 503)],
      ...[request(1, 2), response(1, 2, 204)],
    ],
    outcomes: [unavailable, done],
    spanOnly: [{}, second],
  },
  {
    name: 'a retry after a response without a response event',
    steps: [request(1, 1), retry(1, 1, 503), request(1, 2), response(1, 2, 204)],
    outcomes: [unavailable, done],
    spanOnly: [{}, second],
  },
  {
    name: 'a retry without a response',
    steps: [request(1, 1), retry(1, 1), request(1, 2), response(1, 2, 204)],
    outcomes: [timeout, done],
    spanOnly: [{}, second],
  },
  {
    name: 'a failure without a response',
    steps: [request(1, 1), failure(1, 1, 'ConnectionError')],
    outcomes: [disconnected],
  },
  {
    name: 'a failure without a response, after an attempt with one',
    steps: [
      ...[request(1, 1), response(1, 1, 503), retry(1, 1, 503)],
      ...[request(1, 2), failure(1, 2, 'ConnectionError', 503)],
    ],
    outcomes: [unavailable, disconnected],
    spanOnly: [{}, second],
  },
  {
    name: 'a call that fails between two attempts',
    steps: [request(1, 1), response(1, 1, 503), retry(1, 1, 503), failure(1, 1, 'AbortError', 503)],
    outcomes: [unavailable],
  },
  {
    name: 'a call that fails before its first attempt',
    steps: [failure(1, 0, 'ValidationError')],
    outcomes: [],
  },
  {
    name: 'two concurrent calls',
    steps: [
      ...[request(1, 1), request(2, 1), retry(2, 1), response(1, 1, 409)],
      ...[failure(1, 1, 'ConflictError', 409), request(2, 2), response(2, 2, 204)],
    ],
    outcomes: [timeout, conflict, done],
    spanOnly: [{}, {}, second],
  },
  {
    name: 'a URL with the default port',
    steps: [request(1, 1, 'http://api.example'), response(1, 1, 204)],
    outcomes: [done],
    spanOnly: [{ 'url.full': `http://api.example${path}` }],
    server: { 'server.port': 80 },
  },
  {
    name: 'a URL with an IPv6 address and a port',
    steps: [request(1, 1, 'http://[::1]:8787'), response(1, 1, 204)],
    outcomes: [done],
    spanOnly: [{ 'url.full': `http://[::1]:8787${path}` }],
    server: { 'server.address': '::1', 'server.port': 8787 },
  },
];

const spans = new InMemorySpanExporter();
const tracer = new TracerProvider({
  spanProcessors: [new SimpleSpanProcessor({ exporter: spans })],
}).getTracer('test');

let metrics: InMemoryMetricExporter;
let meters: MeterProvider;
beforeEach(() => {
  metrics = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics });
  meters = new MeterProvider({ readers: [reader] });
});
afterEach(async () => {
  spans.reset();
  await meters.shutdown();
});

/** Returns the only histogram, or `undefined` if nothing was recorded. */
async function histogram(): Promise<HistogramMetricData | undefined> {
  await meters.forceFlush();
  const [first, ...others] = metrics
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  assert.deepEqual(others, []);
  if (first === undefined) return undefined;
  assert.ok(first.dataPointType === DataPointType.HISTOGRAM);
  return first;
}

describe('the spans', () => {
  for (const { name, steps, outcomes, spanOnly = [], server } of cases) {
    it(`have the right attributes for ${name}`, () => {
      callHooks(openTelemetry({ tracer }), steps);
      assert.deepEqual(
        spans.getFinishedSpans().map(({ name, kind, status, attributes, events, links }) => ({
          ...{ name, kind, status, attributes, events, links },
        })),
        outcomes.map((outcome, index) => ({
          name: `POST ${template}`,
          kind: SpanKind.CLIENT,
          status: {
            code: 'error.type' in outcome ? SpanStatusCode.ERROR : SpanStatusCode.UNSET,
          },
          attributes: {
            ...attributesOf(outcome, server),
            'url.full': `https://api.example${path}`,
            'url.template': template,
            'identification_chain.operation': operation,
            ...spanOnly[index],
          },
          events: [],
          links: [],
        })),
      );
    });
  }
});

describe('the durations', () => {
  for (const { name, steps, outcomes, server } of cases) {
    it(`have the right attributes for ${name}`, async () => {
      callHooks(openTelemetry({ meter: meters.getMeter('test') }), steps);
      const points = (await histogram())?.dataPoints ?? [];
      assert.deepEqual(
        points.map(({ attributes, value }) => [attributes, value.count]),
        outcomes.map((outcome) => [attributesOf(outcome, server), 1]),
      );
    });
  }
});

it('records durations in seconds, with the bucket boundaries of the conventions', async () => {
  const hooks = openTelemetry({ tracer, meter: meters.getMeter('test') });
  const clock = mock.method(performance, 'now', () => 1000);
  try {
    callHooks(hooks, [request(1, 1)]);
    clock.mock.mockImplementation(() => 1250);
    callHooks(hooks, [response(1, 1, 204)]);
  } finally {
    clock.mock.restore();
  }
  const found = await histogram();
  assert.deepEqual(
    [found?.descriptor.name, found?.descriptor.unit],
    [stable.METRIC_HTTP_CLIENT_REQUEST_DURATION, 's'],
  );
  assert.equal(found?.dataPoints[0]?.value.sum, 0.25);
  assert.deepEqual(
    found?.dataPoints[0]?.value.buckets.boundaries,
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  );
});

it('uses the attribute names of the conventions, and one of its own', () => {
  callHooks(openTelemetry({ tracer }), [
    request(1, 1),
    retry(1, 1),
    request(1, 2),
    response(1, 2, 409),
  ]);
  const names = spans.getFinishedSpans().flatMap(({ attributes }) => Object.keys(attributes));
  const unstable = [...new Set(names)].filter(
    (name) => !Object.values<unknown>(stable).includes(name),
  );
  assert.deepEqual(unstable, ['url.template', 'identification_chain.operation']);
  assert.ok(Object.values<unknown>(development).includes('url.template'));
});

describe('a span', () => {
  before(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });
  after(() => context.disable());

  it('is a child of the span that is active when the attempt starts', () => {
    const hooks = openTelemetry({ tracer });
    const parent = tracer.startSpan('checkout');
    context.with(trace.setSpan(context.active(), parent), () => callHooks(hooks, [request(1, 1)]));
    callHooks(hooks, [retry(1, 1), request(1, 2), response(1, 2, 204)]);
    const { spanId, traceId } = parent.spanContext();
    const [inside, outside] = spans.getFinishedSpans();
    assert.equal(inside?.parentSpanContext?.spanId, spanId);
    assert.equal(inside?.spanContext().traceId, traceId);
    assert.equal(outside?.parentSpanContext, undefined);
  });
});

it('releases the spans of finished calls', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const made: WeakRef<SpanLike>[] = [];
  const startSpan = () => {
    const span = { setAttributes() {}, setStatus() {}, end() {} };
    made.push(new WeakRef(span));
    return span;
  };
  const allHooks = [...cases.map(({ steps }) => steps), [request(1, 1)]].map((steps) => {
    const hooks = openTelemetry({ tracer: { startSpan } });
    callHooks(hooks, steps);
    return hooks;
  });
  // A WeakRef keeps its target alive until the job that created it ends.
  await setImmediate();
  collectGarbage();
  const kept = made.flatMap((span, index) => (span.deref() === undefined ? [] : [index]));
  assert.deepEqual(kept, [made.length - 1], 'only the span of the running attempt');
  // Keeps the hooks themselves alive until here.
  for (const hooks of allHooks) callHooks(hooks, [response(1, 1, 204)]);
});

it('require a tracer or a meter', () => {
  assert.throws(() => openTelemetry({} as OpenTelemetryOptions), {
    name: 'TypeError',
    message: 'openTelemetry: pass a tracer, a meter, or both',
  });
});

it('work with the client', async () => {
  const chains = createClient({
    orgId: 'acme',
    baseUrl: 'http://api.example:8080/v1',
    fetch: createSandbox().fetch,
    hooks: openTelemetry({ tracer, meter: meters.getMeter('test') }),
  });
  const { id } = await chains.createChain(referenceRequest);
  await chains.closeChain(id);
  await assert.rejects(chains.closeChain(id), { name: 'ConflictError' });
  await assert.rejects(chains.closeChain(''), { name: 'ValidationError' });
  const found = spans.getFinishedSpans();
  assert.deepEqual(
    found.map(({ name, attributes }) => [
      name,
      attributes['url.full'],
      attributes['http.response.status_code'],
    ]),
    [
      [
        'POST /orgs/{org_id}/identifications/chain',
        'http://api.example:8080/v1/orgs/acme/identifications/chain',
        201,
      ],
      ...[204, 409].map((status) => [
        `POST ${template}`,
        `http://api.example:8080/v1/orgs/acme/identifications/chain/${id}/close`,
        status,
      ]),
    ],
  );
  const points = (await histogram())?.dataPoints ?? [];
  assert.deepEqual(
    points.map(({ attributes, value }) => [
      attributes['http.response.status_code'],
      attributes['error.type'],
      value.count,
    ]),
    [
      [201, undefined, 1],
      [204, undefined, 1],
      [409, '409', 1],
    ],
  );
});
