// Tests the right side of the console in browsers: what it sends, what it says of each outcome, and what
// it keeps. A gateway and a sandbox are behind the page.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Browser, launchChromium, launchFirefox } from '../support/browser.ts';
import {
  action,
  announced,
  type Bed,
  chainId,
  createButton,
  openEntry,
  outcome,
  serveConsole,
  state,
  token,
} from './bed.ts';

for (const [name, launch] of [
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
] as const) {
  describe(`the console in ${name}`, () => {
    let bed: Bed;
    let browser: Browser;
    let page: Page;
    /** How many chains there were before the test. */
    let created = 0;

    before(async () => {
      bed = await serveConsole({ breaker: false });
      browser = await launch();
    });
    after(async () => {
      await browser?.[Symbol.asyncDispose]();
      await bed?.close();
    });
    beforeEach(async (context) => {
      created = bed.sandbox.ledger.length;
      page = await browser.open(bed.url);
      context.signal.addEventListener('abort', () => void page.close());
    });

    const statesSince = () => bed.sandbox.ledger.slice(created).map(({ state: is }) => is);

    it('creates, cancels and closes chains', async () => {
      await createButton(page).click();
      await outcome(page, 'Created.');
      assert.equal(await chainId(page), bed.sandbox.ledger.at(-1)?.id);
      assert.equal(await state(page), 'Open');
      await openEntry(page).getByText('in 15 minutes').waitFor();
      await action(page, 'Cancel…').click();
      await page.keyboard.type('The customer hung up.');
      await page.keyboard.press('Enter');
      await outcome(page, 'Cancelled.');
      assert.equal(await state(page), 'Cancelled');

      await createButton(page).click();
      await outcome(page, 'Created.');
      await action(page, 'Close').click();
      await outcome(page, 'Closed.');
      await action(page, 'Read status').click();
      await outcome(page, 'It is closed.');
      assert.deepEqual(statesSince(), ['cancelled', 'closed']);
      assert.equal(await page.locator('.entry').count(), 2);
      await page.close();
    });

    it('says what a chain already is, when it cannot be ended', async () => {
      await createButton(page).click();
      await outcome(page, 'Created.');
      bed.sandbox.finish('acme', await chainId(page));
      await action(page, 'Close').click();
      await outcome(page, 'It is already finished, so it cannot be closed.');
      await announced(page, 'It is already finished').waitFor();
      assert.equal(await state(page), 'Finished');
      await page.close();
    });

    it('makes one chain when Create is pressed again after a lost answer', async () => {
      // The gateway answers the first call and its two retries, and the page gets none of the answers.
      bed.loseAnswers(3);
      await createButton(page).click();
      await outcome(page, 'It is unknown whether the chain was created.');
      assert.equal(await state(page), 'Unknown');
      await createButton(page).click();
      await outcome(page, 'Settled: the chain exists, once.');
      const [id, ...others] = bed.sandbox.ledger.slice(created).map((chain) => chain.id);
      assert.deepEqual(others, []);
      assert.equal(await chainId(page), id);
      assert.equal(await page.locator('.entry').count(), 1);
      await page.close();
    });

    it('shows each retry with its reason', async () => {
      bed.sandbox.fail({ status: 429, headers: { 'Retry-After': '1' } });
      await createButton(page).click();
      await outcome(page, 'Created.');
      await openEntry(page)
        .getByText('The client tries again in 1.0 s, because the answer was 429.')
        .waitFor();
      await openEntry(page)
        .getByRole('button', { name: /Create, attempt 2 201/ })
        .waitFor();
      await openEntry(page)
        .getByRole('button', { name: /Create 429/ })
        .click();
      await openEntry(page).getByText('A planned fault').waitFor();
      assert.equal(statesSince().length, 1);
      await page.close();
    });
  });
}

describe('the console', () => {
  let bed: Bed;
  let browser: Browser;
  let created = 0;

  before(async () => {
    bed = await serveConsole({ breaker: false });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.[Symbol.asyncDispose]();
    await bed?.close();
  });
  beforeEach(() => {
    created = bed.sandbox.ledger.length;
  });

  const chainsSince = () => bed.sandbox.ledger.length - created;

  it('sends nothing while the draft has errors, and shows them', async () => {
    const page = await browser.open(bed.url);
    bed.traffic.length = 0;
    await page.getByRole('button', { name: 'Empty' }).click();
    await createButton(page).click();
    await announced(
      page,
      /^\d+ errors must be corrected before the request can be sent\.$/,
    ).waitFor();
    assert.equal(await page.locator('.entry').count(), 0);
    const urls = bed.traffic.filter((text) => text.startsWith(bed.url));
    assert.doesNotMatch(urls.join(), /identifications/);
    await page.close();
  });

  it('has no token', async () => {
    bed.traffic.length = 0;
    const page = await browser.open(bed.url);
    await createButton(page).click();
    await outcome(page, 'Created.');
    const all = bed.traffic.join();
    for (const known of ['createClient', '"idempotency-key"', 'identification_chain_id']) {
      assert.ok(all.includes(known), known);
    }
    for (const secret of [token, '"authorization"']) assert.ok(!all.includes(secret), secret);
    await page.close();
  });

  it('sends no second create to an API that may have done the first', async () => {
    const page = await browser.open(bed.url);
    bed.sandbox.fail({ reset: 'after' });
    await createButton(page).click();
    await outcome(page, 'Nobody knows whether the chain was created.');
    await action(page, 'Ask again with the same key').click();
    await outcome(page, 'Nobody knows whether the chain was created.', 1);
    await createButton(page).click();
    await outcome(page, 'Nobody knows whether the chain was created.', 2);
    assert.equal(chainsSince(), 1);
    assert.equal(await page.locator('.entry').count(), 1);
    await page.close();
  });

  it('follows a chain by its id, and says what is wrong with an id', async () => {
    const page = await browser.open(bed.url);
    const field = page.getByLabel('Follow a chain by its id');
    await field.fill('..');
    await page.keyboard.press('Enter');
    await openEntry(page)
      .getByText('/identification_chain_id is not a valid path segment')
      .waitFor();
    await field.fill('an-unknown-id');
    await page.keyboard.press('Enter');
    await outcome(page, 'It does not exist (404).');
    await createButton(page).click();
    await outcome(page, 'Created.');
    const id = await chainId(page);

    const other = await browser.open(bed.url);
    await other.getByLabel('Follow a chain by its id').fill(id);
    await other.keyboard.press('Enter');
    await outcome(other, 'It is open.');
    await action(other, 'Close').click();
    await outcome(other, 'Closed.');
    await page.close();
    await other.close();
  });

  it('keeps the timeline and the keys over a reload in mid-create, and no personal data', async () => {
    const page = await browser.open(bed.url);
    await createButton(page).click();
    await outcome(page, 'Created.');
    // The gateway creates the chain, and the page is reloaded before it has the answer.
    const sent = bed.holdAnswer();
    await createButton(page).click();
    await sent;
    const key = await openEntry(page).locator('.fact-code').innerText();
    await page.reload();
    await outcome(page, 'The page was reloaded before the answer came.');
    assert.equal(await openEntry(page).locator('.fact-code').innerText(), key);
    await openEntry(page).getByText('The exchange is not shown any more.').waitFor();
    const timeline = await page.evaluate(
      "sessionStorage.getItem('identification-chain.console.timeline')",
    );
    assert.doesNotMatch(String(timeline), /James|Smith|12345678A|example@email/);

    await action(page, 'Ask again with the same key').click();
    await outcome(page, 'Settled: the chain exists, once.');
    assert.equal(chainsSince(), 2);
    assert.equal(await page.locator('.entry').count(), 2);
    await page.close();
  });

  it('sends another request under a new key, when the draft changed over a reload', async () => {
    const page = await browser.open(bed.url);
    const sent = bed.holdAnswer();
    await createButton(page).click();
    await sent;
    await page.reload();
    await outcome(page, 'The page was reloaded before the answer came.');
    await page.getByRole('button', { name: 'SMS code' }).click();
    await createButton(page).click();
    await outcome(page, 'Created.');
    assert.equal(await page.locator('.entry').count(), 2);
    await page.locator('.entry-top').nth(1).click();
    await outcome(page, 'The key belongs to another request.');
    assert.equal(await state(page), 'Unknown');
    assert.equal(chainsSince(), 2);
    await page.close();
  });

  it('keeps everything when the tab loses its network in mid-create', async () => {
    const page = await browser.open(bed.url);
    await createButton(page).click();
    await outcome(page, 'Created.');
    await page.context().setOffline(true);
    await createButton(page).click();
    await outcome(page, 'It is unknown whether the chain was created.');
    await openEntry(page).getByText('This browser has no network.').waitFor();
    await page.context().setOffline(false);
    await action(page, 'Ask again with the same key').click();
    await outcome(page, 'Settled: the chain exists, once.');
    assert.equal(chainsSince(), 2);
    await page.close();
  });

  it('goes away and comes back', async () => {
    const page = await browser.open(bed.url);
    await createButton(page).click();
    await outcome(page, 'Created.');
    const id = await chainId(page);
    await page.goto('about:blank');
    await page.goBack();
    assert.equal(await chainId(page), id);
    await action(page, 'Close').click();
    await outcome(page, 'Closed.');
    await page.close();
  });

  it('stops waiting for a slow answer, and can ask again', async () => {
    const page = await browser.open(bed.url);
    bed.sandbox.fail({ latency: 2_000 });
    await createButton(page).click();
    await action(page, 'Stop waiting').click();
    await outcome(page, 'You stopped waiting.');
    await action(page, 'Ask again with the same key').click();
    await outcome(page, 'Settled: the chain exists, once.');
    assert.equal(chainsSince(), 1);
    await page.close();
  });

  it('plans faults, shows them, and makes one chain when an answer is lost', async () => {
    const page = await browser.open(bed.url);
    await page.getByText('Simulate a fault').click();
    await page.getByRole('button', { name: /^429 Too Many Requests/ }).click();
    await page.getByRole('button', { name: /^Answer lost on the way back/ }).click();
    await page
      .getByText('Planned: 429 Too Many Requests, then Answer lost on the way back')
      .waitFor();
    await createButton(page).click();
    await outcome(page, 'Created.');
    await openEntry(page)
      .getByText(/because the answer was 429/)
      .waitFor();
    await openEntry(page)
      .getByText(/because no answer came/)
      .waitFor();
    await page.getByText('No fault is planned.').waitFor();
    assert.equal(chainsSince(), 1);
    await page.close();
  });

  it('works with the keyboard alone', async () => {
    const page = await browser.open(bed.url);
    await createButton(page).focus();
    await page.keyboard.press('Enter');
    await outcome(page, 'Created.');
    await action(page, 'Cancel…').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Cancel…');
    await page.getByRole('tab', { name: 'Answer' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Request', selected: true }).waitFor();
    await action(page, 'Close').focus();
    await page.keyboard.press('Enter');
    await outcome(page, 'Closed.');
    // The button is gone. The focus is on its chain, and not lost.
    assert.match(String(await page.evaluate('document.activeElement.className')), /entry-top/);
    await page.close();
  });
});

describe('a gateway that refuses', () => {
  const refusals = [
    [401, 'The gateway does not know who you are (401).'],
    [403, 'The gateway says that you may not do this.'],
  ] as const;
  for (const [status, title] of refusals) {
    it(`says what to do about a ${status}`, async () => {
      const authorize = () => (status === 403 ? false : new Response(null, { status }));
      await using browser = await launchChromium();
      const bed = await serveConsole({ authorize });
      const page = await browser.open(bed.url);
      await createButton(page).click();
      await outcome(page, title);
      await openEntry(page).getByText('Next: Sign in').waitFor();
      assert.equal(await state(page), 'Not created');
      assert.equal(bed.sandbox.ledger.length, 0);
      await bed.close();
    });
  }
});
