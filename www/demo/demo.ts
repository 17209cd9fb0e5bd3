// Shows the main job step by step: it creates, cancels and closes chains with the package, through a
// gateway to the sandbox. Only the gateway has the token. It exits with 1 if a step fails. With
// `--stay`, the sandbox, the gateway and the console keep running afterwards.

import {
  createClient,
  isConflictError,
  isOutcomeUnknownError,
  isValidationError,
  validate,
} from 'identification-chain';
import { createSandbox } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { consolePage } from '../console/pages.ts';
import { plannedFault } from './faults.ts';
import { gatewayPath, gatewayTo, isForGateway } from './gateway.ts';
import { referenceReason, referenceRequest } from './reference.ts';

const stay = process.argv.includes('--stay');
const port = stay ? Number(process.env['PORT'] ?? 8787) : 0;

const token = 'sandbox-token';
const sandbox = createSandbox({ token, requireUserAgent: true });
let requests = 0;
const server = await serve(
  (request) => {
    const page = consolePage(request) ?? plannedFault(request, sandbox);
    if (page) return page;
    if (isForGateway(request)) return gateway.fetch(request);
    requests += 1;
    return sandbox.fetch(request);
  },
  { port },
).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} is in use. Choose another one: make start PORT=8788`);
  process.exit(1);
});
const gateway = gatewayTo(`${server.url}/v1`, token);
const gatewayUrl = server.url + gatewayPath;
const chains = createClient({ gateway: gatewayUrl, userAgent: 'demo/1.0' });

let failures = 0;

function title(text: string): void {
  console.log(`\n${text}`);
}

function step(text: string, passed: boolean): void {
  console.log(`  ${passed ? '✓' : '✗ FAILED:'} ${text}`);
  if (!passed) failures += 1;
}

/** Returns the error that a call rejects with. */
async function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

console.log(`The sandbox, a stand-in for the API, runs at ${server.url}/v1
The gateway, which alone has the token, runs at ${gatewayUrl}`);

title("1. Check the API reference's own example, without sending it");
const report = validate(referenceRequest);
for (const { severity, path, message } of report.issues) {
  console.log(`    ${severity}: ${path} ${message}`);
}
step('no errors and two warnings', report.errors === 0 && report.warnings === 2);

title('2. Create the chain');
const first = await chains.createChain(referenceRequest);
step(`201; the chain's id is ${first.id}`, sandbox.ledger[0]?.id === first.id);

title("3. Cancel the chain, with the reference's reason");
await chains.cancelChain(first.id, referenceReason);
step('204', sandbox.ledger[0]?.state === 'cancelled');

title('4. Cancel it again');
const conflict = await rejection(chains.cancelChain(first.id, referenceReason));
step(`409, as a typed error: ${conflict}`, isConflictError(conflict));

title('5. Create and close a second chain');
const second = await chains.createChain(referenceRequest);
await chains.closeChain(second.id);
step(`204 for ${second.id}`, sandbox.ledger[1]?.state === 'closed');

title('6. Check a request with five mistakes: one error reports all five, with their paths');
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
step('five issues', mistakes.length === 5);
step('nothing was sent to the API', requests === before);

title('7. Send one creation twice, as a second click does');
const creation = chains.creation();
const clicks = [await creation.send(referenceRequest), await creation.send(referenceRequest)];
step(`one chain, ${clicks[0]?.id}`, clicks[0]?.id === clicks[1]?.id);

title('8. Lose the answer of the API to a create, and send it again');
sandbox.fail({ reset: 'after' });
const asked = requests;
const lost = chains.creation();
for (const click of ['first', 'second']) {
  const error = await rejection(lost.send(referenceRequest));
  step(`the ${click} click: ${error}`, isOutcomeUnknownError(error));
}
step('the API was asked once', requests === asked + 1);

if (failures > 0) console.error(`\n${failures} checks failed`);
else console.log('\nEverything works as expected.');
process.exitCode = failures > 0 ? 1 : 0;

if (stay && failures === 0) {
  const collection = `${gatewayUrl}/orgs/-/identifications/chain`;
  const headers = "-H 'Content-Type: application/json' -H 'Idempotency-Key: first'";
  console.log(`
Try it:
  Open the console in a browser:
    ${server.url}/
  Create a chain. The same command again finds the same chain:
    curl -s ${server.url}/example.json | curl -i ${headers} --data @- ${collection}
  Cancel it, with the id from the response:
    curl -i -X POST ${collection}/ID/cancel
  Let the next request to the API fail (latency=ms, status=code, reset=before, reset=after):
    curl -i -X POST '${server.url}/fault?reset=after'

Press Ctrl-C to stop.`);
} else {
  await server.close();
}
