// Tests the console in Chromium, under its own strict Content-Security-Policy.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';
import type { Page } from 'playwright-core';
import { consolePage } from '../../www/console/pages.ts';
import { type Browser, launchChromium } from '../support/browser.ts';

let sandbox: Sandbox;
let server: Served;
let browser: Browser;

before(async () => {
  sandbox = createSandbox({ token: 'sandbox-token', requireUserAgent: true });
  server = await serve((request) => consolePage(request) ?? sandbox.fetch(request));
  browser = await launchChromium();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await server?.close();
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
