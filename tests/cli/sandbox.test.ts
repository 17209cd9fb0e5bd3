// Tests `identification-chain sandbox`: what it prints and serves, and what its log shows.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { referenceRequest } from '../../www/demo/reference.ts';
import { installPackage } from '../support/installed.ts';
import { begin, type Server, type Started, startServer } from '../support/program.ts';
import { commandIn, runIn } from './command.ts';

let project: string;
let sandbox: Server & Started;

const token = 'a-token-of-the-test';

before(async () => {
  project = installPackage('cli-sandbox');
  sandbox = await startServer(
    [process.execPath, commandIn(project), 'sandbox', '--port', '$PORT', '--token', token],
    { cwd: project },
  );
  await printed(sandbox, 'Press Ctrl-C');
});
after(() => sandbox?.[Symbol.asyncDispose]());

/** Waits until a program has printed a text. */
async function printed({ child, output }: Started, text: string): Promise<void> {
  while (!output().includes(text)) {
    assert.ok(child.stdout !== null && child.exitCode === null, output());
    await once(child.stdout, 'data');
  }
}

/** Runs the printed command below a line, and returns the answer. */
async function runPrinted(line: string, change = (command: string) => command): Promise<string> {
  const lines = sandbox.output().split('\n');
  const command = lines[lines.findIndex((text) => text.startsWith(line)) + 1] ?? '';
  assert.match(command, /^ {4}curl/);
  const env = { ...process.env, TOKEN: token };
  const { stdout } = await promisify(execFile)('sh', ['-c', change(command)], { env });
  return stdout;
}

/** Runs what logs, and returns the new lines, without the time. */
async function logged(count: number, act: () => Promise<unknown>): Promise<string[]> {
  const from = sandbox.output().length;
  await act();
  const lines = () => sandbox.output().slice(from).split('\n').slice(0, -1);
  while (lines().length < count && sandbox.child.stdout) await once(sandbox.child.stdout, 'data');
  return lines().map((line) => line.replace(/ \d+ ms/, ' N ms'));
}

const operation = '/orgs/{org_id}/identifications/chain';
const ofGateway = '/api/identification/orgs/-/identifications/chain';

it('prints commands that create a chain, cancel it, and plan a fault', async () => {
  const created = await runPrinted('Create a chain through');
  assert.match(created, /^HTTP\/1\.1 201 /);
  assert.match(await runPrinted('Create a chain through'), /idempotency-replayed: true/i);
  const [, id = ''] = /"identification_chain_id":"([^"]+)"/.exec(created) ?? [];
  const cancelled = await runPrinted('Cancel it', (text) => text.replace('/ID/', `/${id}/`));
  assert.match(cancelled, /^HTTP\/1\.1 204 /);
  assert.match(await runPrinted('Create a chain at the API'), /^HTTP\/1\.1 201 /);
});

it('logs a line for each request, with the fault that was applied', async () => {
  const lines = await logged(5, async () => {
    await runPrinted('Let the next request', (text) => text.replace('reset=after', 'status=503'));
    await runPrinted('Create a chain through', (text) => text.replace(': first', ': second'));
    await fetch(`${sandbox.url}/no/such/page`);
  });
  assert.deepEqual(lines, [
    'POST /fault 204 N ms',
    'GET /example.json 200 N ms',
    `POST /v1${operation} 503 N ms, fault: status=503`,
    `POST ${ofGateway} 502 N ms`,
    'GET (another path) 404 N ms',
  ]);
});

it('logs a dropped connection', async () => {
  const url = `${sandbox.url}/v1/orgs/acme/identifications/chain`;
  const headers = { 'X-Sandbox-Fault': 'reset=before' };
  const lines = await logged(1, () =>
    fetch(url, { method: 'POST', headers }).catch(() => undefined),
  );
  assert.deepEqual(lines, [`POST /v1${operation} reset N ms, fault: reset=before`]);
});

it('logs no personal data and no token', async () => {
  const secret = 'SECRET-OF-A-PERSON';
  const request = JSON.stringify({
    ...referenceRequest,
    actor: { ...referenceRequest.actor, name: secret, [secret]: 1 },
  });
  const headers = {
    'Content-Type': 'application/json',
    'Idempotency-Key': secret,
    Authorization: secret,
  };
  await logged(4, async () => {
    for (const path of [
      `/v1/orgs/${secret}/identifications/chain`,
      `/v1/orgs/acme/identifications/chain/${secret}/cancel`,
      `/${secret}?${secret}`,
      `/assets/${secret}`,
    ]) {
      await fetch(sandbox.url + path, { method: 'POST', headers, body: request });
    }
  });
  const output = sandbox.output();
  for (const value of [secret, token, 'James', 'Smith', '12345678A']) {
    assert.ok(!output.includes(value), value);
  }
});

it('accepts only the token of --token', async () => {
  const url = `${sandbox.url}/v1/orgs/acme/identifications/chain`;
  const body = JSON.stringify(referenceRequest);
  assert.equal((await fetch(url, { method: 'POST', body })).status, 401);
});

it('serves the console with a strict policy', async () => {
  const response = await fetch(`${sandbox.url}/`);
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/html/);
  assert.match(response.headers.get('Content-Security-Policy') ?? '', /^default-src 'none'/);
  const page = await response.text();
  const scripts = [...page.matchAll(/src="\.\/(assets\/[^"]+\.js)"/g)];
  assert.ok(scripts.length > 0);
  for (const [, script] of scripts) {
    const { status, headers } = await fetch(`${sandbox.url}/${script}`);
    assert.deepEqual(
      [status, headers.get('Content-Type')],
      [200, 'text/javascript; charset=utf-8'],
    );
  }
});

it('refuses an unknown fault', async () => {
  for (const query of ['reset=often', 'status=9', 'latency=x', 'speed=1', '']) {
    const { status } = await fetch(`${sandbox.url}/fault?${query}`, { method: 'POST' });
    assert.equal(status, 400, query);
  }
});

describe('with other options', () => {
  it('accepts every request without --token, and keeps keys with --idempotency', async () => {
    await using started = begin(
      [process.execPath, commandIn(project), 'sandbox', '--port', '0', '--idempotency'],
      { cwd: project },
    );
    await printed(started, 'Press Ctrl-C');
    const [, url] = /stand-in for the API: +(\S+)/.exec(started.output()) ?? [];
    const create = async () => {
      const response = await fetch(`${url}/orgs/acme/identifications/chain`, {
        method: 'POST',
        headers: { 'Idempotency-Key': 'one' },
        body: JSON.stringify(referenceRequest),
      });
      return response.json();
    };
    assert.deepEqual(await create(), await create());
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends with 0 after ${signal}`, async () => {
      await using started = begin(
        [process.execPath, commandIn(project), 'sandbox', '--port', '0'],
        { cwd: project },
      );
      await printed(started, 'Press Ctrl-C');
      started.child.kill(signal);
      assert.deepEqual(await once(started.child, 'exit'), [0, null]);
    });
  }

  it('names a free port if the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { status, stdout, stderr } = await runIn(project)(['sandbox', '--port', String(port)]);
    other.close();
    assert.deepEqual([status, stdout], [2, '']);
    const [, free] =
      /^error: port \d+ is in use; use another one: identification-chain sandbox --port (\d+)\n$/.exec(
        stderr,
      ) ?? [];
    assert.ok(Number(free) > port, stderr);
  });
});
