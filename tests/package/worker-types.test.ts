// Compiles a worker with a gateway against Cloudflare's types, as `wrangler types` names them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { installPackage } from '../support/installed.ts';

const worker = `import { env } from 'cloudflare:workers';
import { createGateway, DurableObjectStore } from 'identification-chain/gateway';
export { KeyObject } from 'identification-chain/gateway';

declare global {
  namespace Cloudflare {
    interface Env {
      KEYS: DurableObjectNamespace<import('./worker.ts').KeyObject>;
      KEYS_ELSEWHERE: DurableObjectNamespace;
      LIMIT: RateLimit;
      SECRET: string;
    }
  }
}
const gateway = createGateway({
  authorize: async ({ headers }) => headers.get('X-User') ?? false,
  limit: (_, key) => env.LIMIT.limit({ key }),
  token: () => env.SECRET,
  secret: env.SECRET,
  store: new DurableObjectStore(env.KEYS, { jurisdiction: 'eu' }),
});
export const elsewhere = new DurableObjectStore(env.KEYS_ELSEWHERE);
// @ts-expect-error: a secret is not a binding.
export const wrong = new DurableObjectStore(env.SECRET);
export default {
  fetch: (request, env, context) => gateway.fetch(request, env, context),
} satisfies ExportedHandler<Cloudflare.Env>;
`;

it('has types that compile in a worker', () => {
  const project = installPackage('worker-types');
  const root = join(import.meta.dirname, '../..');
  writeFileSync(join(project, 'worker.ts'), worker);
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022'],
    module: 'preserve',
    types: [join(root, 'node_modules/@cloudflare/workers-types')],
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
  };
  const config = join(project, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions, files: ['worker.ts'] }));
  const tsc = join(root, 'node_modules/.bin/tsc');
  const { status, stdout } = spawnSync(tsc, ['-p', config], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
