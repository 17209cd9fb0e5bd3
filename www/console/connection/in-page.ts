// The sandbox and its gateway in the page. Loaded when somebody chooses them.

import { signal } from '@preact/signals';
import { createGateway, MemoryStore } from 'identification-chain/gateway';
import { createSandbox, type Fault } from 'identification-chain/sandbox';

/** The token between the gateway and the sandbox. It opens nothing else. */
const token = 'in-this-page';
const principal = 'you';

const sandbox = createSandbox({ token });

/** How many chains the sandbox has. */
export const chainCount = signal(0);

const gateway = createGateway({
  baseUrl: 'https://api.example/v1',
  fetch: async (request, init) => {
    try {
      return await sandbox.fetch(request, init);
    } finally {
      chainCount.value = sandbox.ledger.length;
    }
  },
  token,
  orgId: 'acme',
  secret: crypto.getRandomValues(new Uint8Array(32)),
  store: new MemoryStore(),
  authorize: () => principal,
});

/** Sends a request to the gateway. */
export async function send(request: Request, init: RequestInit): Promise<Response> {
  const { signal } = init;
  if (!signal) return gateway.fetch(request);
  signal.throwIfAborted();
  // As over a network: who stops waiting does not stop the gateway.
  return Promise.race([
    gateway.fetch(request),
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
  ]);
}

/** Plans a fault of the sandbox. */
export function plan(fault: Fault): void {
  sandbox.fail(fault);
}

/**
 * Does what an operator does after an unknown outcome: looks the chain up at the API, and tells the gateway.
 *
 * @param known the ids of the chains whose creation is known.
 * @param since the time of the create, in milliseconds since 1970.
 */
export async function settle(
  key: string,
  known: ReadonlySet<string>,
  since: number,
): Promise<void> {
  const found = sandbox.ledger.find(
    ({ id, events }) => !known.has(id) && (events[0]?.at ?? 0) >= since,
  );
  await gateway.resolve({ principal, key }, found === undefined ? 'not-created' : { id: found.id });
}
