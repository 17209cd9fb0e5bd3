// Tests the route of examples/server as the form calls it, and without a form.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { referenceRequest } from '../../www/demo/reference.ts';
import { type ExampleServer, startExampleServer, token } from './example-server.ts';

let server: ExampleServer;

before(async () => {
  server = await startExampleServer('example-server');
});
after(() => server?.[Symbol.asyncDispose]());

const json = { 'Content-Type': 'application/json' };

/** Posts a body to the route. */
async function post(body: BodyInit, headers: Record<string, string> = json) {
  const url = `${server.url}/api/orgs/acme/identifications/chain`;
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

it('creates a chain with the credential that only the server has', async () => {
  const { status, body } = await post(JSON.stringify(referenceRequest));
  assert.equal(status, 201);
  assert.deepEqual(Object.keys(body), ['id']);
  assert.equal(server.sandbox.ledger.at(-1)?.id, body.id);
});

it('reports every error of a wrong request with its path, and sends nothing', async () => {
  const before = server.sandbox.ledger.length;
  const wrong = { ...referenceRequest, expires_in: '15', sequence: [] };
  const { status, body } = await post(JSON.stringify(wrong));
  assert.equal(status, 400);
  assert.deepEqual(
    body.errors.map(({ code, ref }: { code: string; ref: string }) => [code, ref]),
    [
      ['duration', '/expires_in'],
      ['empty-sequence', '/sequence'],
    ],
  );
  assert.equal(server.sandbox.ledger.length, before);
});

it('says that a chain may exist when the connection to the API breaks off, and tries once', async () => {
  const before = server.sandbox.ledger.length;
  server.sandbox.fail({ reset: 'after' });
  assert.equal((await post(JSON.stringify(referenceRequest))).status, 504);
  server.sandbox.fail({ status: 500 });
  assert.equal((await post(JSON.stringify(referenceRequest))).status, 504);
  assert.equal(server.sandbox.ledger.length, before + 1);
});

it('says that no chain exists when the API refuses', async () => {
  server.sandbox.fail({ status: 404 });
  const { status, headers } = await post(JSON.stringify(referenceRequest));
  assert.equal(status, 503);
  assert.equal(headers.get('Retry-After'), '60');
});

it('takes only JSON, and not too much of it', async () => {
  const body = JSON.stringify(referenceRequest);
  assert.equal((await post(body, { 'Content-Type': 'text/plain' })).status, 415);
  assert.equal((await post(body.padEnd(20_000))).status, 413);
  assert.equal((await fetch(`${server.url}/api/orgs/acme/identifications/chain`)).status, 404);
});

it('serves no file but those of the form and the package', async () => {
  for (const path of [
    '/server.js',
    '/%2e%2e%2fserver%2fserver.js',
    '/identification-chain/%2e%2e%2f%2e%2e%2fpackage.json',
  ]) {
    assert.equal((await fetch(server.url + path)).status, 404, path);
  }
});

it('logs the outcome of a call, without personal data or the token', () => {
  const output = server.output();
  assert.match(output, /createChain OutcomeUnknownError/);
  assert.match(output, /createChain NotFoundError 404/);
  const { actor } = referenceRequest;
  const secrets = [
    actor.name,
    actor.last_name,
    actor.email,
    actor.identity_document.document_number,
    actor.msisdn?.phone_number,
    token,
  ];
  for (const secret of secrets) {
    assert.ok(secret !== undefined && !output.includes(String(secret)), String(secret));
  }
});
