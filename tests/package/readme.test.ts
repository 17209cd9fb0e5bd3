// Runs the examples of the READMEs against the sandbox, unchanged.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, it } from 'node:test';
import { referenceRequest } from '../../www/demo/reference.ts';
import { installPackage } from '../support/installed.ts';

const root = join(import.meta.dirname, '../..');
let project: string;

before(() => {
  project = installPackage('readme');
});

/** The variables that the examples do not define. */
const definitions = `
import { generateKeyPairSync } from 'node:crypto';
import { createSandbox as createStandIn } from 'identification-chain/sandbox';
const standIn = createStandIn({ token: 'from-the-session' });
const keepsKeys = createStandIn({ idempotency: true, basePath: '/api/identification' });
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (request.url === 'https://auth.example/oauth2/token') {
    return Response.json({ access_token: 'for-the-account' });
  }
  return (request.url.startsWith('https://shop.example/') ? keepsKeys : standIn).fetch(request);
};
globalThis.location = { href: 'https://shop.example/sign-up' };
const stored = new Map();
globalThis.sessionStorage = {
  getItem: (name) => stored.get(name) ?? null,
  setItem: (name, value) => stored.set(name, value),
  removeItem: (name) => stored.delete(name),
};
process.env.SERVICE_ACCOUNT = JSON.stringify({
  private_key_id: '1',
  private_key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    .export({ type: 'pkcs1', format: 'pem' }),
  client_email: 'admin@acme.example',
});
process.env.API_TOKEN = 'from-the-session';
process.env.GATEWAY_SECRET = 'a secret that only this example has';
const session = { token: async () => 'from-the-session' };
const userOf = async () => ({ id: 'alice' });
`;
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The request of an example: that of the README's picture, or the reference's with one mistake. */
function requestDefinition(file: string, code: string): string {
  const isPictured = file === 'README.md' && code.includes('isValidationError');
  const request = isPictured
    ? JSON.parse(read('docs/pictures/request.json'))
    : { ...referenceRequest, expires_in: '15' };
  return `const request = ${JSON.stringify(request)};\n`;
}

/** What a page says that one of its examples prints. */
function printedBy(file: string): string {
  return /^```text\n(.*?)^```$/ms.exec(read(file))?.[1] ?? 'no block of text';
}

/** The user presses the button again after a lost response. */
const secondClick = `
const valid = { ...request, expires_in: 'PT15M' };
keepsKeys.fail({ reset: 'after', times: 3 });
console.log(await submit(valid));
console.log(await submit(valid));
if (keepsKeys.ledger.length === 1 && stored.size === 0) console.log('once');
globalThis.fetch = async () => {
  const headers = { 'Content-Type': 'application/problem+json' };
  const type = 'urn:identification-chain:problem:outcome-unknown';
  return Response.json({ type }, { status: 502, headers });
};
console.log(await submit({ ...valid, expires_in: 'PT20M' }));
`;

/** A page asks the gateway twice. */
const twice = `
const page = createClient({ gateway: 'https://shop.example/api/identification', fetch: gateway.fetch });
const creation = page.creation();
const ids = [];
for (let click = 0; click < 2; click += 1) {
  ids.push((await creation.send({ ...request, expires_in: 'PT15M' })).id);
}
if (ids[0] === ids[1] && standIn.ledger.length === 1) console.log('one chain');
`;

/** A call with hooks of OpenTelemetry. Its client has no token. */
const traced = `
console.log((await chains.closeChain('1').catch((error) => error)).name);
`;

const expectedOutputs = {
  'README.md': [printedBy('README.md'), 'one chain'],
  'pkg/README.md': [
    'once\nWe do not know whether it worked. Please call us.',
    'one chain',
    'cancelled',
    '/expires_in duration is not an ISO 8601 duration',
    printedBy('pkg/README.md'),
    'errors: 1, warnings: 2',
    '/expires_in no es una duración ISO 8601',
    '[]',
    'UnauthorizedError',
    'for-the-account',
    'expires_in is not an ISO 8601 duration',
  ],
};

for (const [file, expected] of Object.entries(expectedOutputs)) {
  const text = read(file);
  const examples = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code);
  it(`${file} has an example for each expected output`, () => {
    assert.equal(examples.length, expected.length);
  });
  for (const [index, code] of examples.entries()) {
    it(`${file}, example ${index + 1}, prints the expected output`, () => {
      const needsClient = /chains|createGateway/.test(code) && !code.includes('const chains');
      const imports = needsClient ? "import { createClient } from 'identification-chain';\n" : '';
      const client = needsClient
        ? "const chains = createClient({ orgId: 'acme', token: session.token });\n"
        : '';
      const lines = code.split('\n');
      const own = lines.filter((line) => line.startsWith('import '));
      const rest = lines.filter((line) => !line.startsWith('import '));
      const script = join(project, 'example.mjs');
      writeFileSync(
        script,
        [
          ...own,
          imports +
            definitions +
            (/const (request|\{ request)/.test(code) ? '' : requestDefinition(file, code)) +
            client,
          ...rest,
          'console.log(standIn.ledger.map(({ state }) => state).join());',
          code.includes('const account') ? 'console.log(await account.getToken({}));' : '',
          code.includes('function submit') ? secondClick : '',
          code.includes('createGateway') ? twice : '',
          code.includes('openTelemetry') ? traced : '',
        ].join('\n'),
      );
      const output = execFileSync(process.execPath, [script], { encoding: 'utf8' });
      assert.ok(output.includes(expected[index] ?? '-'), output);
    });
  }
}
