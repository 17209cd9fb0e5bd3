// Takes the screenshots of the console for the README, on a light and a dark page.
//
//   node tools/screenshots.ts [FOLDER]
//
// The folder is docs/pictures by default. Two machines draw text differently, so nothing compares the
// pictures; a test takes them again, and so finds a step that the console no longer has.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { type Browser, launchChromium } from '../tests/support/browser.ts';
import { openStandIn } from '../www/cli/sandbox/stand-in.ts';
import { main } from './run.ts';

const root = join(import.meta.dirname, '..');

/** The space around what a picture shows, in pixels. */
const margin = 10;

/** A picture: the size of the window, the steps to it, and what it shows. */
interface Scene {
  readonly width: number;
  readonly height: number;
  readonly play: (page: Page) => Promise<void>;
  /** The element at which the picture begins. */
  readonly from: string;
  /** The element at which the picture ends. */
  readonly to: string;
}

const scenes: Readonly<Record<string, Scene>> = {
  'console-build': {
    width: 1440,
    height: 740,
    play: async (page) => {
      // The editor replaces the plain text of the JSON when it is loaded.
      await page.locator('.editor .cm-lintRange').first().waitFor();
    },
    from: '.build',
    to: '.checks',
  },
  'console-error': {
    width: 1440,
    height: 820,
    play: async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('');
      await page.getByLabel('E-mail').fill('james@');
      await page.getByLabel('Phone number').fill('612345678');
      await page.getByRole('button', { name: 'Create chain' }).click();
      await page.locator('.checks').getByText('2 errors, 1 warning').waitFor();
      await page.locator('.editor .cm-lintRange-error').nth(1).waitFor();
    },
    from: '.form',
    to: '.checks',
  },
  'console-unknown': {
    width: 640,
    height: 1000,
    play: async (page) => {
      const faults = page.getByText('Simulate a fault');
      await faults.click();
      // The first request and its two retries.
      const lost = page.getByRole('button', { name: /^Answer lost on the way back/ });
      for (let request = 0; request < 3; request += 1) await lost.click();
      await page.getByText('3 planned').waitFor();
      await faults.click();
      await page.getByRole('button', { name: 'Create chain' }).click();
      await page.getByRole('button', { name: 'Ask again with the same key' }).click();
      await page.locator('.happenings').getByText('Settled: the chain exists, once.').waitFor();
      await page
        .locator('.happenings')
        .evaluate((happenings) => happenings.scrollIntoView({ block: 'center' }));
    },
    from: '.entry',
    to: '.happenings',
  },
};

/** The part of the window that a scene shows. */
async function shownPart(page: Page, { from, to }: Scene) {
  const first = await page.locator(from).boundingBox();
  const last = await page.locator(to).boundingBox();
  if (first === null || last === null) throw new Error(`${from} or ${to} is not in the page`);
  const x = first.x - margin;
  const y = first.y - margin;
  return {
    x,
    y,
    width: Math.max(first.x + first.width, last.x + last.width) + margin - x,
    height: last.y + last.height + margin - y,
  };
}

async function take(
  browser: Browser,
  url: string,
  scene: Scene,
  colorScheme: 'light' | 'dark',
): Promise<Buffer> {
  const { width, height } = scene;
  const page = await browser.open(
    'about:blank',
    { width, height },
    {
      colorScheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
      // The policy of the page forbids the styles below, by which the caret is hidden too.
      bypassCSP: true,
    },
  );
  await page.clock.install({ time: '2026-01-15T10:00:00Z' });
  await page.goto(url);
  await scene.play(page);
  const picture = await page.screenshot({
    animations: 'disabled',
    caret: 'hide',
    // The time of a check differs from run to run, and comes after a moment.
    style: '.check-time { visibility: hidden }',
    clip: await shownPart(page, scene),
  });
  await page.context().close();
  return picture;
}

await main('screenshots', async () => {
  const folder = process.argv[2] ?? join(root, 'docs/pictures');
  mkdirSync(folder, { recursive: true });
  const console = pathToFileURL(join(root, 'pkg/dist/console/'));
  const standIn = await openStandIn({ port: 0, console });
  try {
    await using browser = await launchChromium();
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [name, scene] of Object.entries(scenes)) {
        const picture = await take(browser, standIn.url, scene, colorScheme);
        writeFileSync(join(folder, `${name}-${colorScheme}.png`), picture);
      }
    }
  } finally {
    await standIn.close();
  }
});
