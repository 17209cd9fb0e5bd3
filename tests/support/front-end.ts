// Runs tests/client.rs in a headless Chromium, against sandboxes over HTTP. Each test has its own, at
// the first segment of the path: `/name/v1/…` is the API, `/name/fail` plans a fault, `/name/seen`
// tells the requests that came, `/name/states` those of the chains.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createSandbox, type Fault, type Sandbox } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';

interface Stand {
  readonly sandbox: Sandbox;
  readonly seen: { path: string; headers: Record<string, string>; body: string }[];
}

const stands = new Map<string, Stand>();

function standOf(name: string): Stand {
  const sandbox = createSandbox({ token: 'sandbox-token', basePath: `/${name}/v1` });
  const stand = stands.get(name) ?? { sandbox, seen: [] };
  stands.set(name, stand);
  return stand;
}

async function handle(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, name = '', action] = pathname.split('/');
  const { sandbox, seen } = standOf(name);
  switch (action) {
    case 'fail':
      sandbox.fail((await request.json()) as Fault);
      return told(null);
    case 'seen':
      return told(seen);
    case 'states':
      return told(sandbox.ledger.map(({ state }) => state));
  }
  if (request.method !== 'OPTIONS') {
    const headers = Object.fromEntries(request.headers);
    seen.push({ path: pathname, headers, body: await request.clone().text() });
  }
  return sandbox.fetch(request);
}

function told(value: unknown): Response {
  return Response.json(value, { headers: { 'Access-Control-Allow-Origin': '*' } });
}

async function closing(request: Request): Promise<Response> {
  const { status, headers, body } = await handle(request);
  // On a connection that it has used before, Chromium sends again what was reset, POST too.
  return new Response(body, {
    status,
    headers: { ...Object.fromEntries(headers), Connection: 'close' },
  });
}

// The address is compiled into the tests. The usual port spares compiling them again.
const server = await serve(closing, { port: 18_787 }).catch(() => serve(closing));
const cargo = spawn(
  'cargo',
  [
    ...['test', '--target', 'wasm32-unknown-unknown', '--test', 'client'],
    ...['--features', 'client,test-in-browser'],
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, SANDBOX: server.url, WASM_BINDGEN_TEST_TIMEOUT: '120' },
  },
);
const [code] = await once(cargo, 'close');
await server.close();
process.exitCode = code ?? 1;
