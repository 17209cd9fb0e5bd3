// Tests that the code that the console shows runs, and sends the same request: each is copied and
// executed.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { type Browser, launchChromium } from '../support/browser.ts';
import {
  action,
  announced,
  type Bed,
  chainId,
  createButton,
  outcome,
  serveConsole,
  serveFiles,
  token,
} from './bed.ts';

let bed: Bed;
let files: Awaited<ReturnType<typeof serveFiles>>;
let browser: Browser;
before(async () => {
  bed = await serveConsole();
  files = await serveFiles();
  browser = await launchChromium();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await files?.close();
  await bed?.close();
});

/** Copies the code of a tab, as a user does. */
async function copied(page: Page, tab: string): Promise<string> {
  await page.getByRole('tab', { name: tab }).click();
  await page.getByRole('button', { name: 'Copy the code' }).click();
  await announced(page, 'Copied.').waitFor();
  return String(await page.evaluate('navigator.clipboard.readText()'));
}

/** Runs a program and returns what it prints. */
async function run(program: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, TOKEN: token };
  const { stdout } = await promisify(execFile)(program, [...args], { env });
  return stdout;
}

const shell = (code: string) => run('sh', ['-c', code]);
const node = (code: string) => run(process.execPath, ['--input-type=module', '-e', code]);

/** Names that a shell or a template would change if they were not quoted. */
const names = ["O'Brien", '$HOME `id` \u0024{x}', 'back\\slash "quoted"'];

it('runs as curl, fetch and the client, and gets the answer to the same key', async () => {
  const page = await browser.open(bed.url, undefined, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  for (const name of names) {
    await page.getByLabel('Last name').fill(name);
    await createButton(page).click();
    await page.locator('.entry').nth(names.indexOf(name)).waitFor();
    await outcome(page, 'Created.');
    const id = await chainId(page);
    const curl = await shell(await copied(page, 'curl'));
    assert.match(curl, /^HTTP\/1\.1 201 [\s\S]*idempotency-replayed: true/i);
    assert.ok(curl.includes(id), name);
    const fetched = await node(await copied(page, 'fetch'));
    assert.match(fetched, /^201 /);
    assert.ok(fetched.includes(id), name);
    assert.equal((await node(await copied(page, 'Client'))).trim(), id, name);
  }
  assert.equal(bed.sandbox.ledger.length, names.length);

  await action(page, 'Cancel…').click();
  await page.keyboard.type("It's over");
  await page.keyboard.press('Enter');
  await outcome(page, 'Cancelled.');
  assert.match(await shell(await copied(page, 'curl')), /^HTTP\/1\.1 409 /);
  assert.match(await node(await copied(page, 'fetch')), /^409 /);
  await assert.rejects(node(await copied(page, 'Client')), /ConflictError/);
  await page.close();
});

it('has $TOKEN in place of the token of an API', async () => {
  const page = await browser.open(files.page, undefined, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.locator('.connection').click();
  await page.getByRole('radio', { name: 'An API, without a gateway' }).check();
  await page.getByLabel('Base URL').fill(bed.apiUrl);
  await page.getByLabel('Organization').fill('acme');
  await page.getByLabel('Access token').fill(token);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('button', { name: /API, without a gateway/ }).waitFor();
  await createButton(page).click();
  await page.locator('.entry').waitFor();
  // The sandbox wants a User-Agent, which this browser's fetch sends, and its own id each time.
  await outcome(page, 'Created.');
  assert.match(await copied(page, 'curl'), /Bearer '"\$TOKEN"'/);
  assert.match(await shell(await copied(page, 'curl')), /^HTTP\/1\.1 201 /);
  assert.match(await node(await copied(page, 'fetch')), /^201 /);
  assert.match(await node(await copied(page, 'Client')), /^[\w-]{36}\n$/);
  await page.close();
});
