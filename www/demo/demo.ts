// The main job, told step by step: chains are created, cancelled and closed through the package,
// against the sandbox over HTTP. Exits with 1 where anything is not as it should be. With
// `--stay` the sandbox and the console stay up afterwards.

import { createClient, isConflictError, isValidationError, validate } from 'identification-chain';
import { createSandbox } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { consolePage } from '../console/pages.ts';
import { referenceReason, referenceRequest } from './reference.ts';

const orgId = 'acme';
const token = 'sandbox-token';
const stay = process.argv.includes('--stay');
const port = stay ? Number(process.env['PORT'] ?? 8787) : 0;

const sandbox = createSandbox({ token, requireUserAgent: true });
let requests = 0;
const server = await serve(
  (request) => {
    const page = consolePage(request);
    if (page) return page;
    requests += 1;
    return sandbox.fetch(request);
  },
  { port },
).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} is taken. Choose another: make start PORT=8788`);
  process.exit(1);
});
const baseUrl = `${server.url}/v1`;
const chains = createClient({ orgId, baseUrl, token, userAgent: 'demo/1.0' });

let failures = 0;

function title(text: string): void {
  console.log(`\n${text}`);
}

function tell(text: string, asExpected: boolean): void {
  console.log(`  ${asExpected ? '✓' : '✗ NOT AS EXPECTED:'} ${text}`);
  if (!asExpected) failures += 1;
}

/** What a call is rejected with. */
async function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

console.log(`The sandbox, a stand-in for the API, answers at ${baseUrl}`);

title("1. The reference's own example is checked before it is sent");
const report = validate(referenceRequest);
for (const { severity, path, message } of report.issues) {
  console.log(`    ${severity}: ${path} ${message}`);
}
tell(`no error and two warnings`, report.errors === 0 && report.warnings === 2);

title('2. It is created');
const first = await chains.createChain(referenceRequest);
tell(`201, the chain's id is ${first.id}`, sandbox.ledger[0]?.id === first.id);

title("3. It is cancelled, with the reference's reason");
await chains.cancelChain(first.id, referenceReason);
tell('204', sandbox.ledger[0]?.state === 'cancelled');

title('4. It is cancelled again');
const conflict = await rejection(chains.cancelChain(first.id, referenceReason));
tell(`409, as a typed error: ${conflict}`, isConflictError(conflict));

title('5. A second chain is created and closed');
const second = await chains.createChain(referenceRequest);
await chains.closeChain(second.id);
tell(`204 for ${second.id}`, sandbox.ledger[1]?.state === 'closed');

title('6. A request with five mistakes is told all five, with their places, and is not sent');
const before = requests;
const mistaken = await rejection(
  chains.createChain({
    ...referenceRequest,
    actor: {
      ...referenceRequest.actor,
      name: ' ',
      email: 'nobody',
      identity_document: { ...referenceRequest.actor.identity_document, country: 'Spain' },
    },
    expires_in: '15',
    sequence: [{ identification_type: 'OTP' }],
  }),
);
const mistakes = isValidationError(mistaken)
  ? mistaken.issues.filter(({ severity }) => severity === 'error')
  : [];
for (const { path, message } of mistakes) console.log(`    ${path} ${message}`);
tell('five mistakes', mistakes.length === 5);
tell('no request reached the server', requests === before);

if (failures > 0) console.error(`\n${failures} of the steps were not as expected`);
else console.log('\nEverything was as expected.');
process.exitCode = failures > 0 ? 1 : 0;

if (stay && failures === 0) {
  const collection = `${baseUrl}/orgs/${orgId}/identifications/chain`;
  const headers = `-H 'Authorization: Bearer ${token}'`;
  console.log(`
Try it:
  The console, in a browser:
    ${server.url}/
  Create a chain:
    curl -s ${server.url}/example.json | curl -i ${headers} -H 'Content-Type: application/json' --data @- ${collection}
  Cancel it, with the id from the answer:
    curl -i -X POST ${headers} ${collection}/ID/cancel
  What a bad day is like (latency=ms, status=code, reset=before, reset=after):
    curl -i -X POST ${headers} -H 'X-Sandbox-Fault: status=503' ${collection}/ID/close

Ctrl-C ends it.`);
} else {
  await server.close();
}
