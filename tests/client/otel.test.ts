// The OpenTelemetry hooks, with the SDK and exporters in memory.

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

/** A request of an attempt of a call. */
function asked(call: number, attempt: number, origin = 'https://api.example'): Step {
  const url = `${origin}${path}`;
  return ['onRequest', { call, operation, attempt, method: 'POST', url, template }];
}
function answered(call: number, attempt: number, status: number): Step {
  return ['onResponse', { call, operation, attempt, status, requestId: 'r1', duration: 5 }];
}
function retried(call: number, attempt: number, status?: number): Step {
  const reason = status === undefined ? 'timeout' : 'status';
  return ['onRetry', { call, operation, attempt, reason, status, delay: 500 }];
}
function gaveUp(call: number, attempt: number, error: string, status?: number): Step {
  return ['onError', { call, operation, attempt, error, status }];
}

/** Tells hooks of what happens, as a client does. */
function tell(hooks: Hooks, steps: readonly Step[]): void {
  for (const [hook, event] of steps) (hooks[hook] as (told: typeof event) => void)(event);
}

type Attributes = Record<string, string | number>;

/** What every attempt of these calls is known by, and how it ended. */
function measured(outcome: Attributes, server: Attributes = {}): Attributes {
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
const refused: Attributes = { 'error.type': 'ConnectionError' };
const second: Attributes = { 'http.request.resend_count': 1 };

interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
  /** How each attempt ended, in the order of their ends. */
  readonly outcomes: readonly Attributes[];
  /** What the span of each attempt has besides. */
  readonly spanOnly?: readonly Attributes[];
  /** What is known of the server, where it is another one. */
  readonly server?: Attributes;
}

const cases: readonly Case[] = [
  {
    name: 'a call that succeeds',
    steps: [asked(1, 1), answered(1, 1, 204)],
    outcomes: [done],
  },
  {
    name: 'a conflict',
    steps: [asked(1, 1), answered(1, 1, 409), gaveUp(1, 1, 'ConflictError', 409)],
    outcomes: [conflict],
  },
  {
    name: 'an answer that is no error of HTTP, and one of the call',
    steps: [asked(1, 1), answered(1, 1, 204), gaveUp(1, 1, 'UnexpectedResponseError', 204)],
    outcomes: [done],
  },
  {
    name: 'a retry after an answer',
    steps: [
      ...[asked(1, 1), answered(1, 1, 503), retried(1, 1, 503)],
      ...[asked(1, 2), answered(1, 2, 204)],
    ],
    outcomes: [unavailable, done],
    spanOnly: [{}, second],
  },
  {
    name: 'a retry after an answer of which only the retry tells',
    steps: [asked(1, 1), retried(1, 1, 503), asked(1, 2), answered(1, 2, 204)],
    outcomes: [unavailable, done],
    spanOnly: [{}, second],
  },
  {
    name: 'a retry without an answer',
    steps: [asked(1, 1), retried(1, 1), asked(1, 2), answered(1, 2, 204)],
    outcomes: [timeout, done],
    spanOnly: [{}, second],
  },
  {
    name: 'a failure without an answer',
    steps: [asked(1, 1), gaveUp(1, 1, 'ConnectionError')],
    outcomes: [refused],
  },
  {
    name: 'a failure without an answer, after an attempt with one',
    steps: [
      ...[asked(1, 1), answered(1, 1, 503), retried(1, 1, 503)],
      ...[asked(1, 2), gaveUp(1, 2, 'ConnectionError', 503)],
    ],
    outcomes: [unavailable, refused],
    spanOnly: [{}, second],
  },
  {
    name: 'a call that fails between two attempts',
    steps: [asked(1, 1), answered(1, 1, 503), retried(1, 1, 503), gaveUp(1, 1, 'AbortError', 503)],
    outcomes: [unavailable],
  },
  {
    name: 'a call that fails before its first attempt',
    steps: [gaveUp(1, 0, 'ValidationError')],
    outcomes: [],
  },
  {
    name: 'two calls at a time',
    steps: [
      ...[asked(1, 1), asked(2, 1), retried(2, 1), answered(1, 1, 409)],
      ...[gaveUp(1, 1, 'ConflictError', 409), asked(2, 2), answered(2, 2, 204)],
    ],
    outcomes: [timeout, conflict, done],
    spanOnly: [{}, {}, second],
  },
  {
    name: 'a port that is the scheme’s',
    steps: [asked(1, 1, 'http://api.example'), answered(1, 1, 204)],
    outcomes: [done],
    spanOnly: [{ 'url.full': `http://api.example${path}` }],
    server: { 'server.port': 80 },
  },
  {
    name: 'an address and a port',
    steps: [asked(1, 1, 'http://[::1]:8787'), answered(1, 1, 204)],
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

/** The one histogram, or nothing where nothing was recorded. */
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

describe('the spans of', () => {
  for (const { name, steps, outcomes, spanOnly = [], server } of cases) {
    it(name, () => {
      tell(openTelemetry({ tracer }), steps);
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
            ...measured(outcome, server),
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

describe('the durations of', () => {
  for (const { name, steps, outcomes, server } of cases) {
    it(name, async () => {
      tell(openTelemetry({ meter: meters.getMeter('test') }), steps);
      const points = (await histogram())?.dataPoints ?? [];
      assert.deepEqual(
        points.map(({ attributes, value }) => [attributes, value.count]),
        outcomes.map((outcome) => [measured(outcome, server), 1]),
      );
    });
  }
});

it('takes durations in seconds, into the buckets that the conventions advise', async () => {
  const hooks = openTelemetry({ tracer, meter: meters.getMeter('test') });
  const clock = mock.method(performance, 'now', () => 1000);
  try {
    tell(hooks, [asked(1, 1)]);
    clock.mock.mockImplementation(() => 1250);
    tell(hooks, [answered(1, 1, 204)]);
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

it('uses names of the conventions, and one of its own', () => {
  tell(openTelemetry({ tracer }), [asked(1, 1), retried(1, 1), asked(1, 2), answered(1, 2, 409)]);
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

  it('is a child of what is active when the attempt begins', () => {
    const hooks = openTelemetry({ tracer });
    const parent = tracer.startSpan('checkout');
    context.with(trace.setSpan(context.active(), parent), () => tell(hooks, [asked(1, 1)]));
    tell(hooks, [retried(1, 1), asked(1, 2), answered(1, 2, 204)]);
    const { spanId, traceId } = parent.spanContext();
    const [inside, outside] = spans.getFinishedSpans();
    assert.equal(inside?.parentSpanContext?.spanId, spanId);
    assert.equal(inside?.spanContext().traceId, traceId);
    assert.equal(outside?.parentSpanContext, undefined);
  });
});

it('keeps nothing of a call that is over', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const made: WeakRef<SpanLike>[] = [];
  const startSpan = () => {
    const span = { setAttributes() {}, setStatus() {}, end() {} };
    made.push(new WeakRef(span));
    return span;
  };
  const told = [...cases.map(({ steps }) => steps), [asked(1, 1)]].map((steps) => {
    const hooks = openTelemetry({ tracer: { startSpan } });
    tell(hooks, steps);
    return hooks;
  });
  // A WeakRef holds its target until the job that made it is over.
  await setImmediate();
  collectGarbage();
  const kept = made.flatMap((span, index) => (span.deref() === undefined ? [] : [index]));
  assert.deepEqual(kept, [made.length - 1], 'only the attempt that is open');
  // The hooks themselves have to live until here.
  for (const hooks of told) tell(hooks, [answered(1, 1, 204)]);
});

it('needs a tracer or a meter', () => {
  assert.throws(() => openTelemetry({} as OpenTelemetryOptions), {
    name: 'TypeError',
    message: 'openTelemetry: pass a tracer, a meter, or both',
  });
});

it('with the client', async () => {
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
