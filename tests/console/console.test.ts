// Tests the console in Chromium, under its own strict Content-Security-Policy, with a gateway between it
// and the sandbox.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';
import type { Page } from 'playwright-core';
import { consolePage } from '../../www/console/pages.ts';
import { gatewayTo, isForGateway } from '../../www/demo/gateway.ts';
import { type Browser, launchChromium } from '../support/browser.ts';
import { recorded } from '../support/traffic.ts';

const token = 'the-credential-of-the-gateway';

/** What the page and the server have said to each other. */
const traffic: string[] = [];

let sandbox: Sandbox;
let api: Served;
let server: Served;
let browser: Browser;

before(async () => {
  sandbox = createSandbox({ token, requireUserAgent: true });
  api = await serve(sandbox.fetch);
  const gateway = gatewayTo(`${api.url}/v1`, token);
  const handler = (request: Request) =>
    consolePage(request) ??
    (isForGateway(request) ? gateway.fetch(request) : new Response(null, { status: 404 }));
  server = await serve(recorded(handler, traffic));
  browser = await launchChromium();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await server?.close();
  await api?.close();
});

const log = (page: Page) => page.locator('#log');

for (const [name, width, height] of [
  ['a phone', 390, 844],
  ['a desktop', 1280, 900],
] as const) {
  it(`creates, cancels and closes chains on ${name}`, async () => {
    const page = await browser.open(server.url, { width, height });
    await page.locator('#issues li').first().waitFor();
    assert.deepEqual(await page.locator('#issues li').allTextContents(), [
      'warning: /actor/identity_document/document_number has the wrong check letter or digit for a Spanish document number',
      'warning: /actor/msisdn/phone_number has the wrong number of digits for its country code; expected 9',
    ]);
    await page.getByRole('button', { name: 'Create' }).click();
    await log(page).getByText('Created ').waitFor();
    await page.locator('#reason').fill('The customer hung up.');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await log(page).getByText('Cancelled ').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await log(page).getByText('ConflictError').waitFor();

    await page.getByRole('button', { name: 'Create' }).click();
    await log(page).getByText('Created ').nth(1).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await log(page).getByText('Closed ').waitFor();
    const states = sandbox.ledger.slice(-2).map(({ state }) => state);
    assert.deepEqual(states, ['cancelled', 'closed']);

    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(overflow, 0, 'the page scrolls sideways');
    mkdirSync('target/screenshots', { recursive: true });
    await page.screenshot({ path: `target/screenshots/${width}.png`, fullPage: true });
    await page.close();
  });
}

it('shows the issues while you type, and sends nothing', async () => {
  const page = await browser.open(server.url);
  await page.locator('#request').fill("{'actor': 1}");
  await page.getByText('single quote instead of a double quote').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Create' }).isDisabled());
  await page.locator('#chain').fill('..');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByText('/identification_chain_id is not a valid path segment').waitFor();
  await page.close();
});

it('makes one chain when Create is pressed again after a lost answer', async () => {
  const page = await browser.open(server.url);
  const create = page.getByRole('button', { name: 'Create' });
  const created = sandbox.ledger.length;
  let answers = 0;
  // The gateway answers the first call and its two retries, and the page gets none of the answers.
  await page.route('**/identifications/chain', async (route) => {
    const response = await route.fetch();
    answers += 1;
    if (answers <= 3) await route.abort();
    else await route.fulfill({ response });
  });
  await create.click();
  await log(page).getByText('OutcomeUnknownError').waitFor();
  await create.click();
  await log(page).getByText('Created ').waitFor();
  assert.equal(answers, 4);
  const [id, ...others] = sandbox.ledger.slice(created).map((chain) => chain.id);
  assert.deepEqual(others, []);
  assert.equal(await page.locator('#chain').inputValue(), id);
  await page.close();
});

it('sends no second create to an API that may have done the first', async () => {
  const page = await browser.open(server.url);
  const created = sandbox.ledger.length;
  sandbox.fail({ reset: 'after' });
  for (const click of [0, 1]) {
    await page.getByRole('button', { name: 'Create' }).click();
    await log(page).getByText('OutcomeUnknownError').nth(click).waitFor();
  }
  assert.equal(sandbox.ledger.length, created + 1);
  await page.close();
});

it('has no token', async () => {
  traffic.length = 0;
  const page = await browser.open(server.url);
  await page.getByRole('button', { name: 'Create' }).click();
  await log(page).getByText('Created ').waitFor();
  const all = traffic.join();
  for (const known of ['createClient', '"idempotency-key"', 'identification_chain_id']) {
    assert.ok(all.includes(known), known);
  }
  for (const secret of [token, '"authorization"']) assert.ok(!all.includes(secret), secret);
  await page.close();
});
