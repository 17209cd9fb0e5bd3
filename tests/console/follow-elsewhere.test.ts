// Tests the console as plain files on any server: with the sandbox in the page, and with servers of the
// user's. It records every request of the page.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createGateway, MemoryStore } from 'identification-chain/gateway';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';
import type { Page } from 'playwright-core';
import { type Browser, launchChromium, launchFirefox } from '../support/browser.ts';
import {
  action,
  type Bed,
  chainId,
  createButton,
  openEntry,
  outcome,
  serveConsole,
  serveFiles,
  state,
  token,
} from './bed.ts';

let files: Awaited<ReturnType<typeof serveFiles>>;
before(async () => {
  files = await serveFiles();
});
after(() => files?.close());

/** The origins that a page sends requests to, except for its own files. */
function originsOf(page: Page): Set<string> {
  const origins = new Set<string>();
  page.on('request', (request) => {
    const isFile = request.method() === 'GET' && request.url().startsWith(files.page);
    if (!isFile) origins.add(new URL(request.url()).origin);
  });
  return origins;
}

/** Opens the choice of connections and chooses a kind. */
async function choose(page: Page, kind: string): Promise<void> {
  await page.locator('.connection').click();
  await page.getByRole('radio', { name: kind }).check();
}

const connectButton = (page: Page) => page.getByRole('button', { name: 'Connect', exact: true });

for (const [name, launch] of [
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
] as const) {
  it(`runs the sandbox in the page, without any server, in ${name}`, async () => {
    await using browser = await launch();
    const page = await browser.open('about:blank');
    const origins = originsOf(page);
    await page.goto(files.page);
    await page.getByRole('button', { name: /Sandbox In this page/ }).waitFor();
    await createButton(page).click();
    await outcome(page, 'Created.');
    await action(page, 'Close').click();
    await outcome(page, 'Closed.');

    await page.getByText('Simulate a fault').click();
    await page.getByText('The sandbox has 1 chain.').waitFor();
    await page.getByRole('button', { name: /^Reset after the effect/ }).click();
    await createButton(page).click();
    await outcome(page, 'Nobody knows whether the chain was created.');
    await action(page, 'Settle it as the operator').click();
    await outcome(page, 'Settled: the chain exists, once.');
    await action(page, 'Read status').click();
    await outcome(page, 'It is open.');
    await page.getByText('The sandbox has 2 chains.').waitFor();

    await page.reload();
    await outcome(page, 'The sandbox started again.');
    assert.equal(await state(page), 'Gone');
    await createButton(page).click();
    await outcome(page, 'Created.');
    assert.deepEqual([...origins], [files.url]);
    await page.close();
  });
}

describe('a server of the user', () => {
  let browser: Browser;
  let sandbox: Sandbox;
  let api: Served;
  let own: Served;
  before(async () => {
    browser = await launchChromium();
    sandbox = createSandbox({ token, orgId: 'acme' });
    api = await serve(sandbox.fetch);
    const gateway = createGateway({
      baseUrl: `${api.url}/v1`,
      token,
      orgId: 'acme',
      secret: 'the-secret-of-the-gateway-in-tests',
      store: new MemoryStore(),
      authorize: ({ headers }) => headers.get('Authorization') === 'Bearer session' && 'somebody',
      allowOrigins: [files.url],
    });
    own = await serve(gateway.fetch);
  });
  after(async () => {
    await browser?.[Symbol.asyncDispose]();
    await own?.close();
    await api?.close();
  });

  it('is a gateway of another origin, and the page talks to no other host', async () => {
    const page = await browser.open(files.page);
    await page.getByRole('button', { name: /Sandbox In this page/ }).waitFor();
    const origins = originsOf(page);
    await choose(page, 'A gateway of yours');
    await page.getByLabel('Base URL').fill(own.url);
    await connectButton(page).click();
    await page.getByRole('button', { name: `Your gateway ${new URL(own.url).host}` }).waitFor();
    await createButton(page).click();
    await outcome(page, 'The gateway says that you may not do this.');

    await page.locator('.connection').click();
    await page.getByLabel('Token, if your gateway asks for one').fill('session');
    await connectButton(page).click();
    await createButton(page).click();
    await outcome(page, 'Created.');
    assert.equal(await chainId(page), sandbox.ledger.at(-1)?.id);
    await action(page, 'Close').click();
    await outcome(page, 'Closed.');
    assert.deepEqual([...origins], [own.url]);
    await page.close();
  });

  it('gets no token that was entered for another server', async () => {
    const page = await browser.open(files.page);
    await page.getByRole('button', { name: /Sandbox In this page/ }).waitFor();
    const sent = new Map<string, string[]>();
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      const header = request.headers()['authorization'] ?? 'none';
      sent.set(origin, [...(sent.get(origin) ?? []), header]);
    });
    await choose(page, 'An API, without a gateway');
    await page.getByLabel('Base URL').fill(`${api.url}/v1`);
    await page.getByLabel('Organization').fill('acme');
    await page.getByLabel('Access token').fill(token);
    await connectButton(page).click();
    await createButton(page).click();
    await outcome(page, 'Created.');

    await page.locator('.connection').click();
    await page.getByLabel('A gateway of yours').check();
    await page.getByLabel('Base URL').fill(own.url);
    await connectButton(page).click();
    await createButton(page).click();
    await outcome(page, 'The gateway says that you may not do this.');
    assert.ok(sent.get(api.url)?.includes(`Bearer ${token}`));
    assert.deepEqual([...new Set(sent.get(own.url))], ['none']);
    await page.close();
  });

  it('is an API, whose token is masked and in memory only', async () => {
    const page = await browser.open(files.page);
    await page.getByRole('button', { name: /Sandbox In this page/ }).waitFor();
    const origins = originsOf(page);
    await choose(page, 'An API, without a gateway');
    await page.getByText('An administrator’s token belongs on a server.').waitFor();
    await page.getByLabel('Base URL').fill(`${api.url}/v1`);
    await page.getByLabel('Organization').fill('acme');
    await connectButton(page).click();
    await page.getByText('Enter the access token.').waitFor();
    const field = page.getByLabel('Access token');
    assert.equal(await field.getAttribute('type'), 'password');
    await field.fill(token);
    await connectButton(page).click();
    await createButton(page).click();
    await outcome(page, 'Created.');
    for (const tab of ['Request', 'curl', 'fetch', 'Client']) {
      await page.getByRole('tab', { name: tab }).click();
      assert.ok(!(await page.content()).includes(token), tab);
    }
    await page.getByRole('tab', { name: 'Request' }).click();
    await openEntry(page).getByText('Bearer $TOKEN').waitFor();
    assert.deepEqual([...origins], [api.url]);
    assert.ok(!String(await page.evaluate('JSON.stringify(sessionStorage)')).includes(token));

    await page.reload();
    await page.getByRole('button', { name: /Enter the token/ }).waitFor();
    await action(page, 'Close').click();
    await outcome(page, 'Nothing was sent.');
    await openEntry(page).getByText('The page has no token: a reload forgets it.').waitFor();
    assert.equal(await state(page), 'Open');
    await page.getByRole('button', { name: /Enter the token/ }).click();
    await page.getByLabel('Access token').fill('another-token');
    await connectButton(page).click();
    await action(page, 'Close').click();
    await outcome(page, 'The API refused the token (401).');
    await page.close();
  });

  it('does not make a second chain without a key, unless the user says so', async () => {
    const page = await browser.open(files.page);
    await choose(page, 'An API, without a gateway');
    await page.getByLabel('Base URL').fill(`${api.url}/v1`);
    await page.getByLabel('Organization').fill('acme');
    await page.getByLabel('Access token').fill(token);
    await connectButton(page).click();
    await page.getByRole('button', { name: /API, without a gateway/ }).waitFor();
    const created = sandbox.ledger.length;
    sandbox.fail({ status: 500 });
    await createButton(page).click();
    await outcome(page, 'The server could not create it (500).');
    assert.equal(await state(page), 'Unknown');
    await createButton(page).click();
    await page.getByText('The last request may have created this chain').waitFor();
    assert.equal(sandbox.ledger.length, created);
    await page.getByRole('button', { name: 'Create another chain' }).click();
    await outcome(page, 'Created.');
    assert.equal(sandbox.ledger.length, created + 1);
    await page.close();
  });

  const wrong = [
    ['', 'Enter an absolute URL'],
    ['ftp://shop.example', 'Enter an absolute URL'],
    ['https://me:secret@shop.example', 'Remove the user name and the password'],
    ['https://shop.example/?token=1', 'Remove the query and the fragment'],
  ] as const;
  it('has a URL that makes sense', async () => {
    const page = await browser.open(files.page);
    await choose(page, 'A gateway of yours');
    for (const [url, problem] of wrong) {
      await page.getByLabel('Base URL').fill(url);
      await connectButton(page).click();
      await page.getByRole('alert').filter({ hasText: problem }).waitFor();
    }
    await page.close();
  });

  it('says that a host does not answer, or does not allow the page', async () => {
    const page = await browser.open(files.page);
    const closed = await serve(() => new Response());
    await closed.close();
    const forbidding = await serve(() => new Response('{}', { status: 201 }));
    await choose(page, 'A gateway of yours');
    for (const { url } of [closed, forbidding]) {
      await page.getByLabel('Base URL').fill(url);
      await page.getByRole('button', { name: /^Connect/ }).click();
      const text = `${new URL(url).host} gives no answer that this page may read.`;
      await page.getByRole('alert').filter({ hasText: text }).waitFor();
      await page
        .getByRole('alert')
        .filter({ hasText: `the origin ${files.url}` })
        .waitFor();
    }
    await page.getByRole('button', { name: 'Connect anyway' }).click();
    await createButton(page).click();
    await outcome(page, 'It is unknown whether the chain was created.');
    await forbidding.close();
    await page.close();
  });

  it('cannot be reached from a page whose policy forbids it', async () => {
    const bed: Bed = await serveConsole();
    const page = await browser.open(bed.url);
    await choose(page, 'A gateway of yours');
    await page.getByLabel('Base URL').fill(own.url);
    await connectButton(page).click();
    const text = `The Content-Security-Policy of this page does not allow ${own.url}.`;
    await page.getByRole('alert').filter({ hasText: text }).waitFor();
    await page.getByRole('button', { name: 'Connect anyway' }).click();
    await createButton(page).click();
    await outcome(page, 'Nothing was sent: the browser refused.');
    assert.equal(await state(page), 'Not created');
    await page.close();
    await bed.close();
  });
});
