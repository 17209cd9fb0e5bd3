// Tests that the console fits every width and both themes, and that axe finds nothing in it. Writes
// screenshots to target/screenshots/.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { type Browser, launchChromium } from '../support/browser.ts';
import { action, type Bed, createButton, outcome, serveConsole } from './bed.ts';

let bed: Bed;
let browser: Browser;
before(async () => {
  mkdirSync('target/screenshots', { recursive: true });
  bed = await serveConsole({ breaker: false });
  browser = await launchChromium();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await bed?.close();
});

/** What the page shows, in order: each step follows the one before. */
const steps: readonly (readonly [name: string, show: (page: Page) => Promise<unknown>])[] = [
  ['empty', (page) => page.getByText('No chains yet').waitFor()],
  [
    'open',
    async (page) => {
      await createButton(page).click();
      await outcome(page, 'Created.');
    },
  ],
  [
    'request',
    async (page) => {
      await page.getByRole('tab', { name: 'Request' }).click();
      await action(page, 'Cancel…').click();
    },
  ],
  [
    'ended',
    async (page) => {
      await page.keyboard.press('Enter');
      await outcome(page, 'Cancelled.');
      await page.getByRole('tab', { name: 'curl' }).click();
    },
  ],
  [
    'retries',
    async (page) => {
      await page.getByText('Simulate a fault').click();
      await page.getByRole('button', { name: /^429 Too Many/ }).click();
      await page.getByRole('button', { name: /^Answer lost/ }).click();
      await createButton(page).click();
      await page.locator('.entry').nth(1).waitFor();
      await outcome(page, 'Created.');
    },
  ],
  [
    'unknown',
    async (page) => {
      await page.getByRole('button', { name: /^Reset after/ }).click();
      await page.getByText('1 planned').waitFor();
      await createButton(page).click();
      await outcome(page, 'Nobody knows');
    },
  ],
  [
    'connection',
    async (page) => {
      await page.locator('.connection').click();
      await page.getByRole('radio', { name: 'An API, without a gateway' }).check();
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByRole('alert').filter({ hasText: 'Enter an absolute URL' }).waitFor();
    },
  ],
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 768, 1440]) {
    it(`fits ${width} px, ${colorScheme}, and axe finds nothing`, async () => {
      const size = { width, height: 900 };
      const page = await browser.open(bed.url, size, { colorScheme, reducedMotion: 'reduce' });
      for (const [name, show] of steps) {
        await show(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
        assert.deepEqual(found, [], name);
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        assert.equal(overflow, 0, `${name}: the page scrolls sideways`);
        const path = `target/screenshots/follow-${width}-${colorScheme}-${name}.png`;
        await page.screenshot({ path, fullPage: name !== 'connection' });
      }
      await page.close();
    });
  }
}
