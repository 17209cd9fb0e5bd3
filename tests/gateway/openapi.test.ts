// Tests a gateway against its OpenAPI document, with requests that schemathesis generates from it.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { createClient } from 'identification-chain';
import { createGateway, type Fault, MemoryStore } from 'identification-chain/gateway';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { referenceRequest } from '../../www/demo/reference.ts';
import { principalOf, secret, token } from '../support/gateway.ts';

const root = join(import.meta.dirname, '../..');
const requirements = join(import.meta.dirname, 'openapi-requirements.txt');
const environment = join(root, 'target/schemathesis');
const basePath = '/api/identification';

/** Installs schemathesis, unless it is there. Returns why it cannot. */
function install(): string | undefined {
  const wanted = readFileSync(requirements, 'utf8');
  const installed = join(environment, 'installed.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return undefined;
  const pip = join(environment, 'bin/pip');
  for (const [program, ...args] of [
    ['python3', '-m', 'venv', '--clear', environment],
    [pip, 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements],
  ] as const) {
    const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) return `schemathesis is missing: \`${program} ${args[0]}\` failed`;
  }
  writeFileSync(installed, wanted);
  return undefined;
}

let sandbox: Sandbox;
let server: Served;
const faults: Fault[] = [];
let sent = 0;

before(async () => {
  sandbox = createSandbox({ token, requireUserAgent: true });
  const gateway = createGateway({
    authorize: (request) => principalOf(request) || new Response(null, { status: 401 }),
    token,
    secret,
    store: new MemoryStore(),
    orgId: 'acme',
    basePath,
    fetch: async (request, init) => {
      sent += 1;
      return sandbox.fetch(request, init);
    },
    onFault: (fault) => void faults.push(fault),
  });
  server = await serve(gateway.fetch);
});
after(() => server?.close());

/**
 * Tells schemathesis the id of a chain that exists, for the operation that can be repeated for ever. And
 * that a valid create may get a 422: it sends some keys with more than one body.
 */
async function writeSettings(): Promise<string> {
  const { id } = await createClient({
    orgId: 'acme',
    token,
    fetch: sandbox.fetch,
  }).createChain(referenceRequest);
  const file = join(environment, 'settings.toml');
  writeFileSync(
    file,
    `[[operations]]
include-operation-id = "getChain"
parameters = { "path.identification_chain_id" = "${id}" }

[[operations]]
include-operation-id = "createChain"
checks.positive_data_acceptance.expected-statuses = ["2xx", "422"]
`,
  );
  return file;
}

/** Runs schemathesis against the gateway, with the same requests each time. */
async function run(): Promise<{ status: number | null; output: string }> {
  const settings = await writeSettings();
  const options = {
    url: server.url + basePath,
    header: 'Authorization: Bearer alice',
    'max-examples': '30',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(
    join(environment, 'bin/st'),
    [
      ...['--config-file', settings, 'run', join(root, 'gateway.openapi.json')],
      ...['--generation-deterministic', '--no-color', ...args],
    ],
    { cwd: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

it('schemathesis finds nothing', async (context) => {
  const missing = install();
  if (missing !== undefined) {
    assert.ok(process.env['CI'] === undefined, missing);
    context.skip(missing);
    return;
  }
  const { status, output } = await run();
  assert.equal(status, 0, output);
  assert.deepEqual(faults, []);
  assert.ok(sandbox.ledger.length > 1, 'some requests were valid');
  assert.ok(sent > sandbox.ledger.length, 'some chains were looked for');
});
