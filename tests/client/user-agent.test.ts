// Tests the User-Agent of each runtime.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { version } from '../../www/client/generated/rules.ts';
import { userAgentFor } from '../../www/client/user-agent.ts';

const own = `identification-chain/${version}`;
const table: [string, object, string | undefined][] = [
  ['Node', { process: { versions: { node: '24.1.0' } }, navigator: {} }, `${own} (node/24.1.0)`],
  [
    'Node with jsdom',
    { process: { versions: { node: '24.1.0' } }, document: {} },
    `${own} (node/24.1.0)`,
  ],
  ['Bun', { process: { versions: { node: '24.1.0', bun: '1.3.0' } } }, `${own} (bun/1.3.0)`],
  [
    'Deno',
    { Deno: { version: { deno: '2.5.0' } }, process: { versions: { node: '24' } } },
    `${own} (deno/2.5.0)`,
  ],
  [
    'workerd',
    { navigator: { userAgent: 'Cloudflare-Workers' }, WorkerGlobalScope: {} },
    `${own} (workerd)`,
  ],
  ['edge-light', { EdgeRuntime: 'edge-runtime' }, `${own} (edge-light)`],
  ['a page', { document: {}, navigator: { userAgent: 'Mozilla/5.0' } }, undefined],
  ['a page with a process shim', { document: {}, process: { versions: {} } }, undefined],
  ['a web worker', { WorkerGlobalScope: {}, navigator: { userAgent: 'Mozilla/5.0' } }, undefined],
  ['an unknown runtime', {}, `${own} (unknown)`],
];
for (const [name, host, expected] of table) {
  it(`${name} sends ${expected ?? 'the browser’s own User-Agent'}`, () => {
    assert.equal(userAgentFor(undefined, host), expected);
    const withProduct = expected && `shop/2.1 ${expected}`;
    assert.equal(userAgentFor('shop/2.1', host), withProduct);
  });
}
