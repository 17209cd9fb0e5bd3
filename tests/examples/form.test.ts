// Tests examples/form in Chromium, as a person fills it in, with examples/node behind it.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Browser, launchChromium } from '../support/browser.ts';
import { installPackage } from '../support/installed.ts';
import { type Started, startExample } from './deployments.ts';
import { type Services, sessionCookie, startServices } from './services.ts';

let services: Services;
let example: Started;
let browser: Browser;

before(async () => {
  // The other packages of the example are those of this workspace.
  const project = installPackage('example-form');
  for (const folder of ['form', 'node']) {
    cpSync(join('examples', folder), join(project, folder), { recursive: true });
  }
  services = await startServices();
  example = await startExample(join(project, 'node'), ['npm', 'start'], services.env);
  browser = await launchChromium();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await example?.[Symbol.asyncDispose]();
  await services?.[Symbol.asyncDispose]();
});

/** Opens the form as a user who is signed in. */
async function openForm(size?: { width: number; height: number }): Promise<Page> {
  const page = await browser.open('about:blank', size);
  const [name = '', value = ''] = (await sessionCookie()).split('=');
  await page.context().addCookies([{ name, value, url: example.url, httpOnly: true }]);
  await page.goto(example.url);
  return page;
}

/** The text that a screen reader reads with a field, and whether the field is marked as wrong. */
async function fieldState(page: Page, label: string) {
  const field = page.getByLabel(label, { exact: true });
  const ids = (await field.getAttribute('aria-describedby')) ?? '';
  const texts = await Promise.all(
    ids.split(' ').map(async (id) => (await page.locator(`#${id}`).textContent()) ?? ''),
  );
  const isWrong = (await field.getAttribute('aria-invalid')) === 'true';
  return { isWrong, text: texts.filter((text) => text !== '').join(' ') };
}

const phone = (page: Page) => page.getByLabel('Mobile phone');

async function fillIn(page: Page) {
  await page.getByLabel('First name').fill('James');
  await page.getByLabel('Last name').fill('Smith');
  await page.getByLabel('Email optional').fill('james@example.com');
  await page.getByLabel('Number', { exact: true }).fill('12345678Z');
  await phone(page).fill('612 345 678');
}

const start = (page: Page) => page.getByRole('button', { name: 'Start' });

it('counts a press on Start although the message of the last field moves the button', async () => {
  const page = await openForm({ width: 390, height: 900 });
  await phone(page).fill('+34 612 34 56 7');
  // As long as people press: the page can change in between.
  await start(page).click({ delay: 150 });
  await page.getByText('Please check the marked fields').waitFor({ timeout: 5000 });
  await page.close();
});

for (const [name, width, height] of [
  ['phone', 390, 844],
  ['desktop', 1280, 900],
] as const) {
  it(`checks the fields and starts an identification on a ${name}`, async () => {
    const page = await openForm({ width, height });
    const created = services.sandbox.ledger.length;
    const screenshot = async (state: string) => {
      mkdirSync('target/screenshots', { recursive: true });
      const path = `target/screenshots/form-${state}-${width}.png`;
      await page.screenshot({ path, fullPage: true });
    };

    // Nothing is wrong with what nobody has finished typing.
    await page.getByLabel('Email optional').pressSequentially('james@');
    assert.deepEqual(await fieldState(page, 'Email optional'), { isWrong: false, text: '' });
    await page.keyboard.press('Tab');
    assert.deepEqual(await fieldState(page, 'Email optional'), {
      isWrong: true,
      text: 'Enter the e-mail address in full, such as name@example.com.',
    });
    // The message goes as soon as the value is right.
    await page.getByLabel('Email optional').fill('james@example.com');
    assert.deepEqual(await fieldState(page, 'Email optional'), { isWrong: false, text: '' });

    await start(page).click();
    await page.getByText('Please check the marked fields').waitFor();
    assert.deepEqual(await fieldState(page, 'First name'), {
      isWrong: true,
      text: 'Enter your first name.',
    });
    assert.equal(await page.evaluate('document.activeElement.id'), 'name');
    assert.equal(services.sandbox.ledger.length, created);
    await screenshot('wrong');

    await fillIn(page);
    await start(page).click();
    await page.getByText('We have started').waitFor();
    assert.equal(services.sandbox.ledger.length, created + 1);
    assert.equal(await page.locator('#chain').textContent(), services.sandbox.ledger.at(-1)?.id);
    assert.equal(await page.evaluate('document.activeElement.id'), 'done');
    await screenshot('done');

    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(overflow, 0, 'the page scrolls sideways');
    await page.close();
  });
}

it('shows a warning as a hint and sends the request', async () => {
  const page = await openForm();
  const created = services.sandbox.ledger.length;
  await fillIn(page);
  await page.getByLabel('Number', { exact: true }).fill('12345678A');
  await page.keyboard.press('Tab');
  const { isWrong, text } = await fieldState(page, 'Number');
  assert.equal(isWrong, false);
  assert.match(text, /its letters and digits do not match\.$/);
  await start(page).click();
  await page.getByText('We have started').waitFor();
  assert.equal(services.sandbox.ledger.length, created + 1);
  await page.close();
});

it('asks for the phone number only if a step needs it', async () => {
  const page = await openForm();
  await fillIn(page);
  await phone(page).fill('');
  await start(page).click();
  await page.getByText('Please check the marked fields').waitFor();
  assert.equal(
    await page.locator('#phone-message').textContent(),
    'Enter your phone number: a code is sent to it.',
  );
  assert.equal(await page.evaluate('document.activeElement.id'), 'phone');
  await page.getByLabel('A code by SMS').uncheck();
  await page.getByLabel('A video call with an agent').check();
  await start(page).click();
  await page.getByText('We have started').waitFor();
  await page.close();
});

it('reads the phone number as people write it', async () => {
  const page = await openForm();
  await fillIn(page);
  for (const [typed, sent] of [
    ['612 34 56 78', { country_code: '34', phone_number: 612345678 }],
    ['+44 (0)20 7946 0958', { country_code: '44', phone_number: 2079460958 }],
  ] as const) {
    await phone(page).fill(typed);
    await page.route('**/api/**', (route) => route.abort());
    const [request] = await Promise.all([page.waitForRequest('**/api/**'), start(page).click()]);
    assert.deepEqual(request.postDataJSON().actor.msisdn, sent);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.reload();
    await fillIn(page);
  }
  await phone(page).fill('six');
  await page.keyboard.press('Tab');
  assert.equal(
    await page.locator('#phone-message').textContent(),
    'Enter the phone number with + and the country code, such as +34 612 345 678.',
  );
  await page.close();
});

it('asks once when the API loses its answer, however often the person presses Start', async () => {
  const page = await openForm();
  const created = services.sandbox.ledger.length;
  await fillIn(page);
  services.sandbox.fail({ reset: 'after' });
  for (const press of ['first', 'second']) {
    await start(page).click();
    await page.getByText('We do not know whether this was started').waitFor();
    assert.equal(services.sandbox.ledger.length, created + 1, press);
  }
  await page.close();
});

/** Loses the next answers of the gateway. The route ends with the page. */
async function loseAnswers(page: Page, count: number) {
  let answers = 0;
  await page.route('**/api/**', async (route) => {
    const response = await route.fetch();
    answers += 1;
    if (answers <= count) await route.abort();
    else await route.fulfill({ response });
  });
}

for (const [name, between, chains] of [
  ['makes one chain when the person presses Start again after a lost answer', 'nothing', 1],
  ['makes one chain when the person fills in the same form after a reload', 'reload', 1],
  ['makes another chain when the person fills in another form after a reload', 'another', 2],
] as const) {
  it(name, async () => {
    const page = await openForm();
    const created = services.sandbox.ledger.length;
    await fillIn(page);
    // The first attempt and its two retries.
    await loseAnswers(page, 3);
    await start(page).click();
    await page.getByText('We do not know whether this was started').waitFor();
    if (between !== 'nothing') {
      await page.reload();
      await fillIn(page);
    }
    if (between === 'another') await page.getByLabel('First name').fill('Jane');
    await start(page).click();
    await page.getByText('We have started').waitFor();
    assert.equal(services.sandbox.ledger.length, created + chains);
    assert.equal(await page.locator('#chain').textContent(), services.sandbox.ledger.at(-1)?.id);
    assert.equal(await page.evaluate('sessionStorage.length'), 0);
    await page.close();
  });
}

it('says that this does not work when nobody is signed in', async () => {
  const page = await openForm();
  await page.context().clearCookies();
  const created = services.sandbox.ledger.length;
  await fillIn(page);
  await start(page).click();
  await page.getByText('This does not work at the moment. Nothing was started').waitFor();
  assert.equal(services.sandbox.ledger.length, created);
  await page.close();
});

it('says that nothing was started when the API refuses, and does not make the person wait', async () => {
  const page = await openForm();
  await fillIn(page);
  const created = services.sandbox.ledger.length;
  for (const [status, text] of [
    [400, 'The provider does not accept these data'],
    [404, 'This does not work at the moment. Nothing was started'],
  ] as const) {
    services.sandbox.fail({ status });
    await start(page).click();
    await page.getByText(text).waitFor({ timeout: 5000 });
  }
  assert.equal(services.sandbox.ledger.length, created);
  await page.close();
});

it('shows what only the server found, at its field', async () => {
  const page = await openForm();
  await fillIn(page);
  await page.route('**/api/**', (route) =>
    route.fulfill({
      status: 400,
      json: {
        errors: [{ code: 'email', ref: '/actor/email', details: 'This address is not reachable.' }],
      },
    }),
  );
  await start(page).click();
  await page.getByText('Please check the marked fields').waitFor();
  assert.deepEqual(await fieldState(page, 'Email optional'), {
    isWrong: true,
    text: 'This address is not reachable.',
  });
  assert.equal(await page.evaluate('document.activeElement.id'), 'email');
  await page.close();
});

it('is reached by the keyboard from the first field to the button, in the order of the page', async () => {
  const page = await openForm();
  const ids: string[] = [];
  for (let press = 0; ids.at(-1) !== 'start' && press < 20; press++) {
    await page.keyboard.press('Tab');
    ids.push(
      String(await page.evaluate('document.activeElement.id || document.activeElement.value')),
    );
  }
  assert.deepEqual(ids, [
    'name',
    'last-name',
    'email',
    'phone',
    'document-type',
    'country',
    'document-number',
    'OTP',
    'IDENTITY_DOCUMENT',
    'AGENT',
    'start',
  ]);
  await page.close();
});

it('has a label for each field', async () => {
  const page = await openForm();
  const unlabelled = await page.evaluate(
    'Array.from(document.querySelectorAll("input:not([type=hidden]), select")).filter(({ labels }) => labels.length !== 1).map(({ name }) => name)',
  );
  assert.deepEqual(unlabelled, []);
  await page.close();
});

it('has no other file beside it than those of the package', async () => {
  for (const path of [
    '/server.js',
    '/gateway.js',
    '/%2e%2e%2fnode%2fserver.js',
    '/identification-chain/%2e%2e%2f%2e%2e%2fpackage.json',
  ]) {
    assert.equal((await fetch(example.url + path)).status, 404, path);
  }
});
