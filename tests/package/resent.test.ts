// Tests that a runtime does not send a request twice by itself when a kept-alive connection breaks off.
// Deno would.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { packPackage } from '../support/installed.ts';
import { install, write } from '../support/project.ts';

const root = join(import.meta.dirname, '../..');

/** Creates two chains, one after the other, and prints what the second call came to. */
const program = `
import { createClient } from 'identification-chain';
const chains = createClient({ orgId: 'acme', baseUrl: Deno.args[0] });
const actor = {
  name: 'Ana',
  last_name: 'Gil',
  identity_document: { document_number: '12345678Z', document_type: 'NIF', country: 'ES' },
};
const request = { actor, expires_in: 'PT15M', sequence: [{ identification_type: 'AGENT' }] };
await chains.createChain(request);
await chains.createChain(request).then(
  ({ id }) => console.log(id),
  ({ name }) => console.log(name),
);
`;

let requests = 0;
let url: string;
const server = createServer(async (request: IncomingMessage, response) => {
  requests += 1;
  for await (const _ of request);
  if (requests === 1) response.writeHead(201).end('{"id":"c1"}');
  else setTimeout(() => request.socket.destroy(), 20);
});
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
after(() => {
  server.close();
  server.closeAllConnections();
});

describe('Deno', () => {
  it('sends a createChain once when the connection of an earlier one breaks off', async () => {
    const tarball = packPackage('resent');
    const context = { tarball, baseUrl: '', folder: join(root, 'target/package-tests/resent-of') };
    const tool = 'deno@2';
    const project = await install(context, { name: tool, packages: [tool], files: {} });
    write(project, { 'main.mjs': program });
    const allowed = ['--allow-net', '--allow-env'];
    const { stdout } = await promisify(execFile)(
      'node_modules/.bin/deno',
      ['run', ...allowed, 'main.mjs', url],
      { cwd: project },
    );
    assert.equal(stdout.trim(), 'OutcomeUnknownError');
    assert.equal(requests, 2);
  });
});
