// A sandbox over HTTP for the runtimes under test, with what they should have done in it.

import assert from 'node:assert/strict';
import { createSandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';

export interface SandboxServer extends Served {
  /** Where the API is. */
  readonly baseUrl: string;
  /** Sees that the job was done in `runtime`, and by what it says that it was. */
  readonly seeDone: (result: unknown, userAgent: RegExp) => void;
  /** Leaves out what was done so far: its runtime failed. */
  readonly forget: () => void;
}

/** Serves a sandbox. */
export async function serveSandbox(): Promise<SandboxServer> {
  const sandbox = createSandbox({ token: 'sandbox-token', requireUserAgent: true });
  const agents = new Set<string | null>();
  const server = await serve((request) => {
    // A preflight is the browser's own, which happy-dom sends under another name than its requests.
    if (request.method !== 'OPTIONS') agents.add(request.headers.get('User-Agent'));
    return sandbox.fetch(request);
  });
  let done = 0;
  const forget = () => {
    done = sandbox.ledger.length;
    agents.clear();
  };
  return {
    ...server,
    baseUrl: `${server.url}/v1`,
    forget,
    seeDone(result, userAgent) {
      assert.deepEqual(result, {
        warnings: ['check-letter', 'phone-length'],
        conflict: true,
        issues: ['/expires_in'],
      });
      const states = sandbox.ledger.slice(done).map(({ state }) => state);
      assert.deepEqual(states, ['cancelled', 'closed']);
      assert.equal(agents.size, 1);
      for (const agent of agents) assert.match(agent ?? '', userAgent);
      forget();
    },
  };
}
