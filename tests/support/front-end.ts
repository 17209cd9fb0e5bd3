// Runs tests/client.rs in a headless Chromium, against sandboxes over HTTP. Each test has its own
// sandbox, named by the first segment of the path: `/name/v1/…` is the API, `/name/fail` plans a fault,
// `/name/seen` returns the requests, `/name/states` the states of the chains. A second server plays the
// scenarios of tests/cases/outcomes.json.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createSandbox, type Fault, type Sandbox } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { serveScenarios } from './scenarios.ts';

interface Fixture {
  readonly sandbox: Sandbox;
  readonly seen: { path: string; headers: Record<string, string>; body: string }[];
}

const fixtures = new Map<string, Fixture>();

function fixtureOf(name: string): Fixture {
  const sandbox = createSandbox({
    idempotency: true,
    token: 'sandbox-token',
    basePath: `/${name}/v1`,
  });
  const fixture = fixtures.get(name) ?? { sandbox, seen: [] };
  fixtures.set(name, fixture);
  return fixture;
}

async function handle(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, name = '', action] = pathname.split('/');
  const { sandbox, seen } = fixtureOf(name);
  switch (action) {
    case 'fail':
      sandbox.fail((await request.json()) as Fault);
      return answer(null);
    case 'seen':
      return answer(seen);
    case 'states':
      return answer(sandbox.ledger.map(({ state }) => state));
  }
  if (request.method !== 'OPTIONS') {
    const headers = Object.fromEntries(request.headers);
    seen.push({ path: pathname, headers, body: await request.clone().text() });
  }
  return sandbox.fetch(request);
}

function answer(value: unknown): Response {
  return Response.json(value, { headers: { 'Access-Control-Allow-Origin': '*' } });
}

async function closing(request: Request): Promise<Response> {
  const { status, headers, body } = await handle(request);
  // Chromium repeats a request, even a POST, when a connection that it reuses is reset.
  return new Response(body, {
    status,
    headers: { ...Object.fromEntries(headers), Connection: 'close' },
  });
}

// The tests contain the addresses. With the same ports cargo does not compile them again.
const server = await serve(closing, { port: 18_787 }).catch(() => serve(closing));
const scenarios = await serveScenarios(18_788).catch(() => serveScenarios());
const cargo = spawn(
  'cargo',
  [
    ...['test', '--target', 'wasm32-unknown-unknown', '--test', 'client'],
    ...['--features', 'client,test-in-browser'],
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      SANDBOX: server.url,
      SCENARIOS: scenarios.url,
      WASM_BINDGEN_TEST_TIMEOUT: '120',
    },
  },
);
const [code] = await once(cargo, 'close');
await server.close();
scenarios.close();
process.exitCode = code ?? 1;
