// Tests the package's files, unbundled, in pages with strict Content-Security-Policies.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { referenceRequest } from '../../www/demo/reference.ts';
import { type Browser, launchChromium } from '../support/browser.ts';
import { installedPackage, installPackage } from '../support/installed.ts';
import { staticFile } from '../support/static.ts';

const strict = "default-src 'none'; connect-src 'self'; script-src 'self'";
const trusted = "; require-trusted-types-for 'script'; trusted-types 'none'";
const policies: Record<string, string> = {
  '/strict': strict,
  '/strict-trusted': strict + trusted,
  '/wasm-trusted': `${strict} 'wasm-unsafe-eval'${trusted}`,
};

let server: Served;
let browser: Browser;

before(async () => {
  const dist = join(installedPackage(installPackage('strict')), 'dist');
  server = await serve(({ url }) => {
    const { pathname } = new URL(url);
    const policy = policies[pathname];
    if (policy !== undefined) {
      return new Response('<!doctype html><title>-</title>', {
        headers: { 'Content-Type': 'text/html', 'Content-Security-Policy': policy },
      });
    }
    // A page loads two copies of the package, from two URLs for each file.
    return staticFile(dist, pathname.replace(/^\/(first|second)\//, ''));
  });
  browser = await launchChromium();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await server?.close();
});

/** Returns the results of two copies of an entry in a page with a policy. */
async function resultsOf(page: string, entry: string): Promise<unknown> {
  const open = await browser.open(server.url + page);
  return open.evaluate(
    async ({ entry, request }) => {
      const [first, second] = await Promise.all(
        ['first', 'second'].map((copy) => import(`/${copy}/${entry}/index.js`)),
      );
      const said = [];
      for (const copy of [first, second]) {
        try {
          await copy.preload(fetch('/first/core.wasm'));
          said.push(copy.validate(request).warnings);
          const invalid = await copy
            .createClient({ orgId: 'acme' })
            .createChain({})
            .catch((error: Error) => error);
          said.push(first.isValidationError(invalid) && second.isValidationError(invalid));
        } catch (error) {
          said.push(first.isCoreError(error) && second.isCoreError(error));
          said.push((error as Error).message);
        }
      }
      return said;
    },
    { entry, request: referenceRequest },
  );
}

const works = [2, true, 2, true];
const policyError =
  "the core of identification-chain may not compile WebAssembly here: add 'wasm-unsafe-eval' to " +
  'the script-src of the Content-Security-Policy, or import identification-chain/fallback, which ' +
  'needs none';

for (const page of ['/strict', '/strict-trusted']) {
  for (const entry of ['esm', 'slim']) {
    it(`${page}, ${entry}: the error says which directive to add`, async () => {
      assert.deepEqual(await resultsOf(page, entry), [true, policyError, true, policyError]);
    });
  }
  it(`${page}, fallback: works, as two copies`, async () => {
    assert.deepEqual(await resultsOf(page, 'fallback'), works);
  });
}

for (const entry of ['esm', 'slim', 'fallback']) {
  it(`/wasm-trusted, ${entry}: works, as two copies`, async () => {
    assert.deepEqual(await resultsOf('/wasm-trusted', entry), works);
  });
}
