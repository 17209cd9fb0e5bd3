// Tests examples/react-hook-form and examples/tanstack-form in Chromium, as a person fills them in. Vite
// builds and serves them with the packed package, and examples/node is the gateway.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { type Browser, launchChromium } from '../support/browser.ts';
import { installPackage } from '../support/installed.ts';
import { execute } from '../support/program.ts';
import { type Started, startExample } from './deployments.ts';
import { type Services, sessionCookie, startServices } from './services.ts';

const wrong = 'Please check the marked fields.';
const unknown = 'We do not know yet whether your identification has started.';
const created = 'Your identification has started';

/** The request of {@link fillIn}. */
const request = {
  actor: {
    name: 'James',
    last_name: 'Smith',
    msisdn: { country_code: '34', phone_number: 612345678 },
    identity_document: {
      document_type: 'IDENTITY_CARD',
      country: 'ES',
      document_number: '12345678Z',
    },
  },
  expires_in: 'PT15M',
  sequence: [{ identification_type: 'OTP', otp_step: { channel: { type: 'SMS' } } }],
};

/** What an example does with a wrong check letter: a rule of it is an error, or the hint of the package. */
const examples = [
  { name: 'react-hook-form', checkLetter: 'error' },
  { name: 'tanstack-form', checkLetter: 'hint' },
] as const;

let project: string;
let services: Services;
let gateway: Started;
let browser: Browser;

before(async () => {
  // The other packages of the examples are those of this workspace.
  project = installPackage('examples-react');
  for (const folder of ['form', 'node', ...examples.map(({ name }) => name)]) {
    cpSync(join('examples', folder), join(project, folder), {
      recursive: true,
      filter: (path) => !/\/(node_modules|dist)$/.test(path),
    });
  }
  services = await startServices();
  gateway = await startExample(join(project, 'node'), ['npm', 'start'], services.env);
  browser = await launchChromium();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await gateway?.[Symbol.asyncDispose]();
  await services?.[Symbol.asyncDispose]();
});

/** The text that a screen reader reads with a field, and whether the field is marked as wrong. */
async function fieldState(page: Page, label: string) {
  const field = page.getByLabel(label, { exact: true });
  const ids = (await field.getAttribute('aria-describedby')) ?? '';
  const texts = await Promise.all(
    ids.split(' ').map(async (id) => (await page.locator(`[id="${id}"]`).textContent()) ?? ''),
  );
  const isWrong = (await field.getAttribute('aria-invalid')) === 'true';
  return { isWrong, text: texts.filter((text) => text !== '').join(' ') };
}

const noteOfPhone = 'Not in Spain? Begin with +, such as +351\u00a0912\u00a0345\u00a0678.';
const start = (page: Page) => page.getByRole('button', { name: 'Start' });
const outcome = (page: Page) => page.getByRole('status');
const focusedName = (page: Page) => page.evaluate('document.activeElement.name');

async function fillIn(page: Page) {
  await page.getByLabel('First name').fill('James');
  await page.getByLabel('Last name').fill('Smith');
  await page.getByLabel('Mobile phone').fill('+34 612 34 56 78');
  await page.getByLabel('Number', { exact: true }).fill('12345678z');
}

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

for (const { name: example, checkLetter } of examples) {
  describe(example, () => {
    let server: Started;

    before(async () => {
      const cwd = join(project, example);
      await execute(['npm', 'run', 'build'], { cwd });
      const preview = ['npm', 'run', 'preview', '--', '--port', '$PORT', '--strictPort'];
      server = await startExample(cwd, preview, { GATEWAY_URL: gateway.url });
    });
    after(() => server?.[Symbol.asyncDispose]());

    /** Opens the form as a user who is signed in. */
    async function openForm(size?: { width: number; height: number }): Promise<Page> {
      const page = await browser.open('about:blank', size);
      const [name = '', value = ''] = (await sessionCookie()).split('=');
      await page.context().addCookies([{ name, value, url: server.url, httpOnly: true }]);
      await page.goto(server.url);
      return page;
    }

    it('says what is wrong with a field when the person leaves it, and no more when it is right', async () => {
      const page = await openForm();
      const email = 'E-mail (optional)';
      await page.getByLabel(email).pressSequentially('james@');
      assert.deepEqual(await fieldState(page, email), { isWrong: false, text: '' });
      await page.keyboard.press('Tab');
      await page.getByText('Enter the e-mail address in full').waitFor();
      assert.deepEqual(await fieldState(page, email), {
        isWrong: true,
        text: 'Enter the e-mail address in full, such as name@example.com.',
      });
      await page.getByLabel(email).fill('');
      await page.keyboard.press('Tab');
      assert.deepEqual(await fieldState(page, email), { isWrong: false, text: '' });
      await page.close();
    });

    it('marks what is missing, with the focus on the first field, and sends nothing', async () => {
      const page = await openForm();
      const before = services.bodies.length;
      await start(page).click();
      await outcome(page).getByText(wrong).waitFor();
      assert.equal(await focusedName(page), 'actor.name');
      assert.deepEqual(await page.locator('.error').allTextContents().then(texts), [
        'Enter your first name.',
        'Enter your last name.',
        'Enter your phone number: a code is sent to it.',
        'Enter the document number.',
      ]);
      assert.deepEqual(await fieldState(page, 'E-mail (optional)'), { isWrong: false, text: '' });
      assert.equal(services.bodies.length, before);
      await page.close();
    });

    it('asks for the phone only while a code is sent to it', async () => {
      const page = await openForm();
      const before = services.sandbox.ledger.length;
      await fillIn(page);
      await page.getByLabel('Mobile phone').fill('');
      await start(page).click();
      await outcome(page).getByText(wrong).waitFor();
      assert.equal(await focusedName(page), 'actor.msisdn');
      assert.deepEqual(await fieldState(page, 'Mobile phone'), {
        isWrong: true,
        text: `${noteOfPhone} Enter your phone number: a code is sent to it.`,
      });
      await page.getByLabel('A code by SMS').uncheck();
      await page.getByText('Choose at least one step.').waitFor();
      await page.getByLabel('A video call with an agent').check();
      assert.deepEqual(await fieldState(page, 'Mobile phone (optional)'), {
        isWrong: false,
        text: noteOfPhone,
      });
      await page.getByLabel('Photos of the document').check();
      await start(page).click();
      await page.getByText(created).waitFor();
      assert.equal(services.sandbox.ledger.length, before + 1);
      const { sequence } = JSON.parse(services.bodies.at(-1) ?? '');
      assert.deepEqual(
        sequence.map((step: { identification_type: string }) => step.identification_type),
        ['IDENTITY_DOCUMENT', 'AGENT'],
      );
      await page.close();
    });

    it('takes a wrong check letter as its rule says', async () => {
      const page = await openForm();
      const before = services.sandbox.ledger.length;
      await fillIn(page);
      await page.getByLabel('Number', { exact: true }).fill('12345678A');
      await page.keyboard.press('Tab');
      await page.getByText('its letters and digits do not match').waitFor();
      assert.deepEqual(await fieldState(page, 'Number'), {
        isWrong: checkLetter === 'error',
        text: 'Check the document number: its letters and digits do not match.',
      });
      // The letter of another type of document means something else.
      await page.getByLabel('Type').selectOption('Passport');
      await page.getByText('its letters and digits do not match').waitFor({ state: 'detached' });
      await page.getByLabel('Type').selectOption('Identity card');
      await start(page).click();
      if (checkLetter === 'error') await outcome(page).getByText(wrong).waitFor();
      else await page.getByText(created).waitFor();
      assert.equal(services.sandbox.ledger.length, before + (checkLetter === 'error' ? 0 : 1));
      await page.close();
    });

    it('shows a warning as a hint, which blocks nothing', async () => {
      const page = await openForm();
      await fillIn(page);
      await page.getByLabel('Mobile phone').fill('+34 612 34 56 7');
      await page.keyboard.press('Tab');
      await page.getByText('in this country it has 9 digits').waitFor();
      assert.deepEqual(await fieldState(page, 'Mobile phone'), {
        isWrong: false,
        text: `${noteOfPhone} Check the phone number: in this country it has 9 digits.`,
      });
      await page.close();
    });

    it('counts a press on Start although the message of the last field moves the button', async () => {
      const page = await openForm({ width: 390, height: 900 });
      await page.getByLabel('Mobile phone').fill('+34 612 34 56 7');
      // As long as people press: the page can change in between.
      await start(page).click({ delay: 150 });
      await outcome(page).getByText(wrong).waitFor({ timeout: 5000 });
      await page.close();
    });

    it('says everything in Spanish after a switch, also what it has said already', async () => {
      const page = await openForm();
      await start(page).click();
      await outcome(page).getByText(wrong).waitFor();
      await page.getByRole('button', { name: 'Español' }).click();
      await outcome(page).getByText('Revise los campos marcados.').waitFor();
      await page.getByText('Falta el nombre.').waitFor();
      assert.deepEqual(await page.locator('.error').allTextContents().then(texts), [
        'Falta el nombre.',
        'Faltan los apellidos.',
        'Falta el teléfono: se envía un código a ese número.',
        'Falta el número del documento.',
      ]);
      assert.equal(await page.locator('main').getAttribute('lang'), 'es');
      assert.equal(await page.title(), 'Confirme su identidad');
      await page.close();
    });

    it('creates a chain from what people type', async () => {
      const page = await openForm();
      const before = services.sandbox.ledger.length;
      await fillIn(page);
      await start(page).click();
      await page.getByRole('heading', { name: created }).waitFor();
      assert.equal(await page.evaluate('document.activeElement.tagName'), 'H1');
      assert.equal(services.sandbox.ledger.length, before + 1);
      assert.equal(await page.locator('code').textContent(), services.sandbox.ledger.at(-1)?.id);
      assert.deepEqual(JSON.parse(services.bodies.at(-1) ?? ''), request);
      assert.equal(await page.evaluate('sessionStorage.length'), 0);
      await page.close();
    });

    for (const [name, between, chains] of [
      ['makes one chain when the person presses Start again after a lost answer', 'nothing', 1],
      ['makes one chain when the person fills in the same form after a reload', 'reload', 1],
      ['makes one chain when the language is another one', 'Español', 1],
      ['makes another chain when the person fills in other data after a reload', 'other data', 2],
    ] as const) {
      it(name, async () => {
        const page = await openForm();
        const before = services.sandbox.ledger.length;
        await fillIn(page);
        // The first attempt and its two retries.
        await loseAnswers(page, 3);
        await start(page).click();
        await outcome(page).getByText(unknown).waitFor();
        if (between === 'reload' || between === 'other data') {
          await page.reload();
          await outcome(page).getByText(unknown).waitFor();
          await fillIn(page);
        }
        if (between === 'other data') await page.getByLabel('First name').fill('Jane');
        if (between === 'Español') {
          await page.getByRole('button', { name: 'Español' }).click();
          await outcome(page).getByText('Aún no sabemos si su identificación').waitFor();
        }
        await page.getByRole('button', { name: /^(Start|Empezar)$/ }).click();
        await page.getByText(/(started|ha empezado)$/).waitFor();
        assert.equal(services.sandbox.ledger.length, before + chains);
        assert.equal(await page.locator('code').textContent(), services.sandbox.ledger.at(-1)?.id);
        assert.equal(await page.evaluate('sessionStorage.length'), 0);
        await page.close();
      });
    }

    it('asks the API once when it loses the answer, however often the person presses Start', async () => {
      const page = await openForm();
      const before = services.sandbox.ledger.length;
      await fillIn(page);
      services.sandbox.fail({ reset: 'after' });
      for (const press of ['first', 'second']) {
        await start(page).click();
        await outcome(page).getByText(unknown).waitFor();
        assert.equal(services.sandbox.ledger.length, before + 1, press);
      }
      await page.close();
    });

    it('says that nothing was started, when the API refuses and when nobody is signed in', async () => {
      const page = await openForm();
      const before = services.sandbox.ledger.length;
      await fillIn(page);
      const refused = 'These details were not accepted. Nothing was started. Please check them.';
      const impossible = 'This is not possible now. Nothing was started. Please try again later.';
      services.sandbox.fail({ status: 400 });
      await start(page).click();
      await outcome(page).getByText(refused).waitFor();
      services.sandbox.fail({ status: 404 });
      await start(page).click();
      await outcome(page).getByText(impossible).waitFor();
      await page.context().clearCookies();
      await start(page).click();
      await outcome(page).getByText(impossible).waitFor();
      assert.equal(services.sandbox.ledger.length, before);
      assert.equal(await page.evaluate('sessionStorage.length'), 0);
      await page.close();
    });

    it('is reached by the keyboard in the order of the page', async () => {
      const page = await openForm();
      await start(page).waitFor();
      const names: string[] = [];
      for (let press = 0; names.at(-1) !== 'Start' && press < 20; press++) {
        await page.keyboard.press('Tab');
        const focused = 'document.activeElement.name || document.activeElement.textContent';
        names.push(String(await page.evaluate(focused)));
      }
      assert.deepEqual(names, [
        'Español',
        'actor.name',
        'actor.last_name',
        'actor.email',
        'actor.msisdn',
        'actor.identity_document.document_type',
        'actor.identity_document.country',
        'actor.identity_document.document_number',
        ...['sequence', 'sequence', 'sequence'],
        'Start',
      ]);
      await page.close();
    });

    for (const width of [390, 1280]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        it(`is accessible and fits, ${colorScheme} and ${width} pixels wide`, async () => {
          const page = await openForm({ width, height: 900 });
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          const look = async (state: string) => {
            mkdirSync('target/screenshots', { recursive: true });
            const path = `target/screenshots/${example}-${state}-${colorScheme}-${width}.png`;
            await page.screenshot({ path, fullPage: true });
            // The other mode opens a page beside this one, for frames, which the form does not have.
            const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
            assert.deepEqual(
              violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`),
              [],
            );
            const overflow = await page.evaluate(
              'document.documentElement.scrollWidth - document.documentElement.clientWidth',
            );
            assert.equal(overflow, 0, 'the page scrolls sideways');
          };
          await look('empty');
          await page.getByLabel('Mobile phone').fill('612 34 56 7');
          await start(page).click();
          await outcome(page).getByText(wrong).waitFor();
          await look('wrong');
          await fillIn(page);
          await loseAnswers(page, 3);
          await start(page).click();
          await outcome(page).getByText(unknown).waitFor();
          await look('unknown');
          await start(page).click();
          await page.getByText(created).waitFor();
          await look('created');
          await page.close();
        });
      }
    }
  });
}

it('differs between the examples only where the libraries do', () => {
  const sources = examples.map(({ name }) => join('examples', name, 'src'));
  const [first = '', second = ''] = sources;
  assert.deepEqual(readdirSync(first), readdirSync(second));
  for (const file of readdirSync(first).filter((it) => it !== 'form.tsx')) {
    assert.equal(
      readFileSync(join(first, file), 'utf8'),
      readFileSync(join(second, file), 'utf8'),
      file,
    );
  }
});

/** The texts that are shown. */
function texts(all: readonly string[]): string[] {
  return all.filter((text) => text !== '');
}
