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
import { gatewayCommands } from '../cli/sandbox/instructions.ts';
import { defaultPort } from '../cli/sandbox/port.ts';
import { openStandIn } from '../cli/sandbox/stand-in.ts';
import { referenceReason, referenceRequest } from './reference.ts';

const stay = process.argv.includes('--stay');
const port = stay ? Number(process.env['PORT'] ?? defaultPort) : 0;

let requests = 0;
const standIn = await openStandIn({
  port,
  token: 'sandbox-token',
  console: new URL('../../pkg/dist/console/', import.meta.url),
  onAnswer: ({ path }) => {
    if (path.startsWith('/v1/')) requests += 1;
  },
}).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} is in use. Choose another one: make start PORT=8788`);
  process.exit(1);
});
const { gatewayUrl } = standIn;
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

console.log(`The sandbox, a stand-in for the API, runs at ${standIn.apiUrl}
The gateway, which alone has the token, runs at ${gatewayUrl}`);

title("1. Check the API reference's own example, without sending it");
const report = validate(referenceRequest);
for (const { severity, path, message } of report.issues) {
  console.log(`    ${severity}: ${path} ${message}`);
}
step('no errors and two warnings', report.errors === 0 && report.warnings === 2);

title('2. Create the chain');
const first = await chains.createChain(referenceRequest);
step(`201; the chain's id is ${first.id}`, standIn.ledger[0]?.id === first.id);

title("3. Cancel the chain, with the reference's reason");
await chains.cancelChain(first.id, referenceReason);
step('204', standIn.ledger[0]?.state === 'cancelled');

title('4. Cancel it again');
const conflict = await rejection(chains.cancelChain(first.id, referenceReason));
step(`409, as a typed error: ${conflict}`, isConflictError(conflict));

title('5. Create and close a second chain');
const second = await chains.createChain(referenceRequest);
await chains.closeChain(second.id);
step(`204 for ${second.id}`, standIn.ledger[1]?.state === 'closed');

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
standIn.fail({ reset: 'after' });
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
  console.log(`
Try it:
Open the console in a browser:
    ${standIn.url}/
${gatewayCommands(standIn)}

Press Ctrl-C to stop.`);
} else {
  await standIn.close();
}
