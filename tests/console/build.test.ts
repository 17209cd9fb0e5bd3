// Tests the left side of the console under its own strict Content-Security-Policy: the form, the JSON and
// the check are one draft. The table of flows runs in Chromium and in Firefox.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { type Served, serve } from 'identification-chain/sandbox/node';
import type { Page } from 'playwright-core';
import { consoleIn } from '../../www/console/pages.ts';
import { referenceRequest } from '../../www/demo/reference.ts';
import { type Browser, launchChromium, launchFirefox } from '../support/browser.ts';

const consolePage = consoleIn(new URL('../../pkg/dist/console/', import.meta.url));
const reference = JSON.stringify(referenceRequest, null, 2);

/** What the flows start with. Another person's formatting, members and numbers. */
const odd = `{ "actor": {"name":"James", "last_name" : "Smith",
    "identity_document":{"document_number":"12345678Z","document_type":"NIF","country":"ES"},
    "msisdn": { "phone_number": 612345678901234567890, "country_code": "34" },
    "note": 9007199254740993 },
  "expires_in":"PT15M",
  "sequence":[{"identification_type":"AGENT","weight":1.50}, {"identification_type":"IDENTITY_DOCUMENT","identity_document_step":{}}] }
`;

const build = (page: Page) => page.getByRole('region', { name: 'Request', exact: true });
const issues = (page: Page) => build(page).locator('.issues .issue-text');
const name = (page: Page) => page.getByLabel('Name', { exact: true });
const types = (page: Page) => page.getByLabel('Step type');

/** The draft, as the tab keeps it. */
const draftOf = (page: Page) => page.evaluate<string>("sessionStorage.getItem('draft')");

/** Waits until the draft fulfils a condition. */
async function draftBecomes(page: Page, isRight: (draft: string) => boolean): Promise<string> {
  for (const end = Date.now() + 10_000; ; ) {
    const draft = await draftOf(page);
    if (draft !== null && isRight(draft)) return draft;
    if (Date.now() > end) assert.fail(`the draft is ${draft?.slice(0, 2000)}`);
    await page.waitForTimeout(50);
  }
}

/** Waits until an expression is true in the page. Its policy refuses Playwright's `waitForFunction`. */
async function becomes(page: Page, expression: string): Promise<void> {
  for (const end = Date.now() + 10_000; !(await page.evaluate<boolean>(expression)); ) {
    if (Date.now() > end) assert.fail(`this does not become true: ${expression}`);
    await page.waitForTimeout(50);
  }
}

/** Returns a function that returns the longest task since it was called before, in milliseconds. */
async function longestTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    }).observe({ type: 'longtask' });
  `);
  return async () => {
    await page.waitForTimeout(200);
    return page.evaluate<number>('const found = longest; longest = 0; found');
  };
}

/** Finds the controls that are too small for a finger. */
const smallTargets = `
  [...document.querySelectorAll('.build :is(button, select, input:not([type=radio], [type=checkbox]), label:has(input))')]
    .map((target) => [target.getAttribute('aria-label') ?? target.textContent, target.getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 0 && (width < 44 || height < 44))
    .map(([text, { width, height }]) => text + ': ' + width + ' × ' + height)`;

/** Replaces the JSON as somebody does who pastes. */
async function paste(page: Page, text: string): Promise<void> {
  const content = page.locator('.cm-content');
  await content.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await content.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true });
    // Firefox ignores the data that its constructor gets.
    Object.defineProperty(event, 'clipboardData', { value: clipboardData });
    element.dispatchEvent(event);
  }, text);
}

interface Flow {
  readonly does: string;
  readonly run: (page: Page) => Promise<void>;
}

const flows: readonly Flow[] = [
  {
    does: 'starts with the example of the API reference, and its two warnings',
    async run(page) {
      assert.deepEqual(await issues(page).allTextContents(), [
        'Warning: Document number has the wrong check letter or digit for a Spanish document number',
        'Warning: Phone number has the wrong number of digits for its country code; expected 9',
      ]);
      await page.getByText('Ready to create, 2 warnings').waitFor();
      await page.getByText(/^checked in \d+(\.\d+)? [µm]s$/).waitFor();
    },
  },
  {
    does: 'writes the form into the JSON, and changes nothing else',
    async run(page) {
      await paste(page, odd);
      await name(page).fill('Ana "la Nena"');
      let expected = odd.replace('"James"', '"Ana \\"la Nena\\""');
      await draftBecomes(page, (draft) => draft === expected);
      await page.getByLabel('E-mail').fill('ana@example.com');
      expected = expected.replace('"msisdn": {', '"email": "ana@example.com",\n    "msisdn": {');
      await draftBecomes(
        page,
        (draft) => draft.replaceAll(/\s/g, '') === expected.replaceAll(/\s/g, ''),
      );
      await page.getByLabel('Phone number').fill('99 999 999 999 999 999 999');
      await draftBecomes(page, (draft) => draft.includes('"phone_number": 99999999999999999999,'));
      await page.getByLabel('Valid for').fill('2');
      await page.getByLabel('Unit').selectOption('days');
      await draftBecomes(page, (draft) => draft.includes('"expires_in":"P2D"'));
      await page.getByLabel('E-mail').fill('');
      await page.getByLabel('Country code').fill('');
      await page.getByLabel('Phone number').fill('');
      await name(page).focus();
      const draft = await draftBecomes(page, (text) => !text.includes('msisdn'));
      assert.ok(!draft.includes('email'), draft);
      assert.ok(draft.includes('"note": 9007199254740993'), draft);
      assert.ok(draft.includes('"weight":1.50'), draft);
    },
  },
  {
    does: 'follows the JSON',
    async run(page) {
      await paste(
        page,
        odd.replace('James', 'Zoë').replace('"ES"', '"PT"').replace('PT15M', 'PT36H'),
      );
      await becomes(
        page,
        "document.querySelector('[data-path=\"/actor/name\"] input').value === 'Zoë'",
      );
      assert.equal(await page.getByLabel('Country', { exact: true }).inputValue(), 'PT');
      assert.equal(await page.getByLabel('Valid for').inputValue(), '36');
      assert.equal(await page.getByLabel('Unit').inputValue(), 'hours');
      assert.equal(await page.getByLabel('Phone number').inputValue(), '612345678901234567890');
      assert.equal(await types(page).count(), 2);
      assert.equal(await page.getByLabel('Document type').inputValue(), 'NIF');
      await paste(page, reference.replace('"IDENTITY_CARD"', '"LIBRARY_CARD"'));
      await page.getByText('LIBRARY_CARD (not in the list)').waitFor({ state: 'attached' });
    },
  },
  {
    does: 'shows no message at a field before it was left, and then says what is wrong',
    async run(page) {
      const field = page.locator('[data-path="/actor/email"]');
      await field.getByRole('textbox').fill('nobody');
      await page.getByText('1 error, 2 warnings').waitFor();
      assert.equal(await field.locator('.note').textContent(), '');
      await name(page).focus();
      await field.getByText('This field is not an e-mail address.').waitFor();
      const input = field.getByRole('textbox');
      assert.equal(await input.getAttribute('aria-invalid'), 'true');
      const described = await input.getAttribute('aria-describedby');
      assert.equal(
        await page.locator(`[id="${described}"]`).textContent(),
        'This field is not an e-mail address.',
      );
      await input.fill('nobody@example.com');
      await page.getByText('Ready to create, 2 warnings').waitFor();
      assert.equal(await input.getAttribute('aria-invalid'), null);
    },
  },
  {
    does: 'shows every error and goes to the first when somebody presses Enter',
    async run(page) {
      await page.getByRole('button', { name: 'Empty' }).click();
      await name(page).fill('Ada');
      assert.equal(await page.locator('.note[data-severity]').count(), 0);
      await name(page).press('Enter');
      await page.getByText('The sequence has no steps.').waitFor();
      await becomes(
        page,
        'document.activeElement === document.querySelector(\'[data-path="/actor/last_name"] input\')',
      );
      assert.equal(await page.locator('.note[data-severity]').count(), 3);
    },
  },
  {
    does: 'moves a step by keyboard, says so, and keeps the focus',
    async run(page) {
      const up = page.getByRole('button', { name: 'Move step 2, Agent, up' });
      await up.focus();
      await page.keyboard.press('Enter');
      await page.getByText('Step 2, Agent, moved to position 1 of 3').waitFor();
      await becomes(
        page,
        "document.activeElement.getAttribute('aria-label') === 'Move step 1, Agent, up'",
      );
      const draft = await draftBecomes(page, (text) => text !== reference);
      const [first, second, third] = referenceRequest.sequence;
      assert.equal(
        draft,
        JSON.stringify({ ...referenceRequest, sequence: [second, first, third] }, null, 2),
      );
      await page.keyboard.press('ControlOrMeta+z');
      await draftBecomes(page, (text) => text === reference);
    },
  },
  {
    does: 'adds and removes steps, and keeps the focus near',
    async run(page) {
      await page.getByRole('button', { name: 'Remove step 2, Agent' }).click();
      await page.getByText('Step 2, Agent, removed. 2 left').waitFor();
      await becomes(page, "document.activeElement.value === 'IDENTITY_DOCUMENT'");
      await page.getByRole('button', { name: 'Agent', exact: true }).last().click();
      await becomes(page, "document.activeElement.value === 'AGENT'");
      await types(page).nth(2).selectOption('OTP');
      await page.getByText('1 error, 2 warnings').waitFor();
      await page.getByLabel('External').nth(1).check();
      const { sequence } = JSON.parse(
        await draftBecomes(page, (text) => text.includes('"external": true')),
      );
      assert.deepEqual(sequence[2], {
        ...referenceRequest.sequence[0],
        otp_step: {
          ...referenceRequest.sequence[0]?.otp_step,
          channel: { type: 'SMS', external: true },
        },
      });
    },
  },
  {
    does: 'pauses the form while the JSON is broken, overwrites nothing, and continues',
    async run(page) {
      const broken = reference.replace('"James",', '"Jim"');
      await paste(page, broken);
      await page
        .getByText('The JSON has a mistake in line 4. Mend it there, and the form continues.')
        .waitFor();
      assert.equal(await name(page).inputValue(), 'James');
      assert.ok(await name(page).isDisabled());
      await draftBecomes(page, (draft) => draft === broken);
      await page.getByRole('button', { name: 'Go to the JSON' }).click();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.type(',');
      await becomes(
        page,
        "document.querySelector('[data-path=\"/actor/name\"] input').value === 'Jim'",
      );
      assert.ok(await name(page).isEnabled());
    },
  },
  {
    does: 'stays responsive with 10 MB that are not JSON, and loses nothing',
    async run(page) {
      await paste(page, `{"actor": ${'x'.repeat(99)}\n`.repeat(91_000));
      await page
        .getByText(/^The JSON is too large \(10\.\d MB, and a request has at most 64 KB\)/)
        .waitFor();
      await page.getByText('The draft is too large to survive a reload').waitFor();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.type('y');
      await page.getByRole('button', { name: 'Undo' }).first().click();
      await page.getByRole('button', { name: 'Undo' }).first().click();
      await page.getByText('Ready to create, 2 warnings').waitFor();
      await draftBecomes(page, (draft) => draft === reference);
    },
  },
  {
    does: 'starts from presets, and undoes them',
    async run(page) {
      await name(page).fill('Ada');
      for (const [preset, sequence] of [
        ['SMS code', ['OTP']],
        ['Agent', ['AGENT']],
        ['Document', ['IDENTITY_DOCUMENT']],
        ['Empty', []],
        ['Reference example', ['OTP', 'AGENT', 'IDENTITY_DOCUMENT']],
      ] as const) {
        await page
          .getByRole('group', { name: 'Start from' })
          .getByRole('button', { name: preset })
          .click();
        await becomes(page, `document.querySelectorAll('.step').length === ${sequence.length}`);
        const found = await types(page).evaluateAll((all) =>
          all.map((one) => 'value' in one && one.value),
        );
        assert.deepEqual(found, sequence);
      }
      for (let count = 0; count < 5; count++)
        await page.getByRole('button', { name: 'Undo' }).click();
      assert.equal(await name(page).inputValue(), 'Ada');
      await page.getByRole('button', { name: 'Undo' }).click();
      assert.equal(await name(page).inputValue(), 'James');
      await page.getByRole('button', { name: 'Redo' }).click();
      assert.equal(await name(page).inputValue(), 'Ada');
    },
  },
  {
    does: 'says it in Spanish',
    async run(page) {
      await name(page).fill('');
      await name(page).blur();
      await page.getByText('Español').click();
      await page.getByText('Este campo está en blanco.').waitFor();
      assert.match((await issues(page).first().textContent()) ?? '', /Name está en blanco$/);
    },
  },
  {
    does: 'changes the severity of a rule on the spot, and resets it',
    async run(page) {
      await page.getByLabel('Severity of check-letter').selectOption('error');
      await page.getByText('1 error, 1 warning').waitFor();
      await page.getByLabel('Severity of check-letter').first().selectOption('off');
      await page.getByText('Ready to create, 1 warning').waitFor();
      assert.equal(await issues(page).count(), 1);
      await page.getByRole('button', { name: 'Reset check-letter' }).click();
      await page.getByText('Ready to create, 2 warnings').waitFor();
      await paste(page, '{');
      await page.getByText('Fixed', { exact: true }).waitFor();
    },
  },
  {
    does: 'leads from an issue to its field and to its line',
    async run(page) {
      await build(page).getByRole('button', { name: 'Phone number' }).click();
      await becomes(page, "document.activeElement.value === '6123456789'");
      await page
        .getByText('This field has the wrong number of digits for its country code; expected 9.')
        .waitFor();
      await build(page).getByRole('button', { name: 'Line 12' }).click();
      await page.keyboard.type('612345678');
      await draftBecomes(page, (draft) => draft.includes('"phone_number": 612345678,'));
      await page.getByText('Ready to create, 1 warning').waitFor();
    },
  },
  {
    does: 'keeps the draft over a reload, in this tab alone',
    async run(page) {
      await paste(page, odd);
      await draftBecomes(page, (draft) => draft === odd);
      const url = page.url();
      await page.reload();
      await becomes(
        page,
        "document.querySelector('[data-path=\"/actor/identity_document/document_number\"] input').value === '12345678Z'",
      );
      assert.equal(page.url(), url);
      assert.equal(await page.evaluate('localStorage.length'), 0);
      const other = await page.context().newPage();
      await other.goto(url);
      assert.equal(await other.getByLabel('Document number').inputValue(), '12345678A');
    },
  },
  {
    does: 'lets the keyboard leave the editor',
    async run(page) {
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Tab');
      await becomes(page, "!document.activeElement.classList.contains('json-rich')");
    },
  },
];

for (const [browserName, launch] of [
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
] as const) {
  describe(`in ${browserName}, the page`, () => {
    let server: Served;
    let browser: Browser;
    before(async () => {
      server = await serve(
        async (request) => consolePage(request) ?? new Response(null, { status: 404 }),
      );
      browser = await launch();
    });
    after(async () => {
      await server?.close();
      await browser?.[Symbol.asyncDispose]();
    });

    for (const { does, run } of flows) {
      it(does, async () => {
        const page = await browser.open(server.url);
        const refused: string[] = [];
        page.on('console', (message) => {
          if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text());
        });
        await page.locator('.cm-content').waitFor({ state: 'attached' });
        await run(page);
        assert.deepEqual(refused, [], 'the policy refused something');
        await page.context().close();
      });
    }

    it('colours the JSON with the styles of the editor', async () => {
      const page = await browser.open(server.url);
      const string = page.locator('.cm-line span', { hasText: 'James' }).first();
      await string.waitFor();
      const colour = (of: typeof string) =>
        of.evaluate((element) => getComputedStyle(element).color);
      assert.notEqual(await colour(string), await colour(page.locator('.cm-content')));
      await page.context().close();
    });
  });
}

describe('in Chromium, the page', () => {
  let server: Served;
  let browser: Browser;
  before(async () => {
    server = await serve(
      async (request) => consolePage(request) ?? new Response(null, { status: 404 }),
    );
    browser = await launchChromium();
  });
  after(async () => {
    await server?.close();
    await browser?.[Symbol.asyncDispose]();
  });

  it('drags a step to another place', async () => {
    const page = await browser.open(server.url);
    const grip = page.locator('.step .grip');
    await grip.nth(2).hover();
    await becomes(page, "document.querySelector('.step[draggable=true]')");
    await grip.nth(2).dragTo(page.locator('.step').first(), { targetPosition: { x: 100, y: 5 } });
    await page.getByText('Step 3, Identity document, moved to position 1 of 3').waitFor();
    const { sequence } = JSON.parse(await draftBecomes(page, (draft) => draft !== reference));
    assert.deepEqual(sequence[0], referenceRequest.sequence[2]);
    await page.context().close();
  });

  it('has a plain text area until the editor has loaded, and without it', async () => {
    const page = await browser.open('about:blank');
    await page.route('**/codemirror-*', (route) => route.abort());
    await page.goto(server.url);
    const area = page.getByRole('textbox', { name: 'Request, as JSON' });
    assert.equal(await area.inputValue(), reference);
    await area.fill(reference.replace('James', 'Ada'));
    await becomes(
      page,
      "document.querySelector('[data-path=\"/actor/name\"] input').value === 'Ada'",
    );
    await name(page).fill('Zoë');
    assert.equal(await area.inputValue(), reference.replace('James', 'Zoë'));
    await build(page).getByRole('button', { name: 'Line 12' }).click();
    const selected = await area.evaluate((element) => {
      if (!(element instanceof HTMLTextAreaElement)) return '';
      return element.value.slice(element.selectionStart, element.selectionEnd);
    });
    assert.equal(selected, '6123456789');
    await page.context().close();
  });

  it('stays smooth with 200 steps', async (context) => {
    const page = await browser.open(server.url);
    await page.locator('.cm-content').waitFor();
    const sequence = Array.from(
      { length: 200 },
      (_, index) => referenceRequest.sequence[index % 3],
    );
    await paste(page, JSON.stringify({ ...referenceRequest, sequence }, null, 2));
    await becomes(page, "document.querySelectorAll('.step').length === 200");
    await name(page).focus();
    await page.waitForTimeout(1500);
    const longest = await longestTasks(page);
    await page.keyboard.type('Maximiliano', { delay: 60 });
    const inForm = await longest();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('End');
    await longest();
    await page.keyboard.type(' "a": 1,', { delay: 60 });
    const inJson = await longest();
    context.diagnostic(`longest task while typing: form ${inForm} ms, JSON ${inJson} ms`);
    assert.ok(inForm < 500 && inJson < 500, `${inForm} ms, ${inJson} ms`);
    await page.context().close();
  });

  it('stays responsive with 10 MB', async (context) => {
    const page = await browser.open(server.url);
    await page.locator('.cm-content').waitFor();
    const longest = await longestTasks(page);
    await paste(page, `{"actor": ${'x'.repeat(99)}\n`.repeat(91_000));
    await page.getByText('The JSON is too large').waitFor();
    const inPaste = await longest();
    await page.keyboard.type('yes', { delay: 100 });
    const inTyping = await longest();
    context.diagnostic(`longest task: paste ${inPaste} ms, typing ${inTyping} ms`);
    assert.ok(inPaste < 5000 && inTyping < 2000, `${inPaste} ms, ${inTyping} ms`);
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [360, 800],
      [768, 1024],
      [1440, 900],
    ] as const) {
      it(`has no barrier that axe finds, ${colorScheme}, ${width} px wide`, async () => {
        const isPhone = width < 500;
        const page = await browser.open(
          server.url,
          { width, height },
          { colorScheme, hasTouch: isPhone, isMobile: isPhone },
        );
        await page.locator('.cm-content').waitFor({ state: 'attached' });
        await page.getByText(/^checked in/).waitFor();
        mkdirSync('target/screenshots', { recursive: true });
        const see = async (state: string) => {
          const path = `target/screenshots/build-${width}-${colorScheme}-${state}.png`;
          await page.screenshot({ path, fullPage: true });
          const { violations } = await new AxeBuilder({ page }).include('.build').analyze();
          const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
          assert.deepEqual(found, [], state);
          const overflow = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          assert.equal(overflow, 0, `${state}: the page scrolls sideways`);
        };
        await see('example');
        await name(page).fill('');
        await page.getByLabel('E-mail').fill('nobody');
        await page.getByLabel('Severity of phone-length').selectOption('off');
        await page.getByRole('button', { name: 'Agent', exact: true }).last().click();
        await page.waitForTimeout(300);
        await see('errors');
        if (isPhone) assert.deepEqual(await page.evaluate(smallTargets), []);
        await page.getByRole('button', { name: 'Empty' }).click();
        await page.waitForTimeout(300);
        await see('empty');
        if (isPhone) await page.getByText('JSON', { exact: true }).first().click();
        await paste(page, '{\n  "actor": {\n    name\n');
        await page.waitForTimeout(1000);
        await see('broken');
        await page.context().close();
      });
    }
  }
});
