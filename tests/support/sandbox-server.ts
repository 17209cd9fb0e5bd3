// A sandbox over HTTP for the runtimes under test. It checks that a runtime did the job.

import assert from 'node:assert/strict';
import { createSandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';

export interface SandboxServer extends Served {
  /** The base URL of the API. */
  readonly baseUrl: string;
  /** Checks the result of the job, its chains, and the `User-Agent` of its requests. */
  readonly assertDone: (result: unknown, userAgent: RegExp) => void;
  /** Ignores the chains and requests so far, after a runtime failed. */
  readonly forget: () => void;
}

/** Serves a sandbox. */
export async function serveSandbox(): Promise<SandboxServer> {
  const sandbox = createSandbox({ token: 'sandbox-token', requireUserAgent: true });
  const agents = new Set<string | null>();
  const server = await serve((request) => {
    // The browser itself sends preflights. happy-dom gives them another name than its requests.
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
    assertDone(result, userAgent) {
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
