// Takes the screenshots of the console for the README, on a light and a dark page.
//
//   node tools/screenshots.ts [FOLDER]
//
// The folder is docs/pictures by default. Two machines draw text differently, so nothing compares them.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../tests/support/browser.ts';
import { openStandIn, type StandIn } from '../www/cli/sandbox/stand-in.ts';
import { main } from './run.ts';

const root = join(import.meta.dirname, '..');

/** A picture: the size of the window, how much of it to show, and the steps to it. */
interface Scene {
  readonly width: number;
  readonly shown: number;
  readonly height: number;
  readonly play: (page: Page) => Promise<void>;
}

const scenes: Readonly<Record<string, Scene>> = {
  'console-build': { width: 1440, shown: 856, height: 700, play: async () => {} },
  'console-error': {
    width: 1440,
    shown: 856,
    height: 900,
    play: async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('');
      await page.getByLabel('E-mail').fill('james@');
      await page.getByLabel('Document number').focus();
      await page.getByRole('button', { name: 'Create chain' }).click();
      await page.getByText('2 errors').first().waitFor();
    },
  },
  'console-unknown': {
    width: 640,
    shown: 640,
    height: 640,
    play: async (page) => {
      await page.getByText('Simulate a fault').click();
      // The first request and its two retries.
      const lost = page.getByRole('button', { name: /^Answer lost on the way back/ });
      for (let request = 0; request < 3; request += 1) await lost.click();
      await page.getByText('Simulate a fault').click();
      await page.getByRole('button', { name: 'Create chain' }).click();
      const again = page.getByRole('button', { name: 'Ask again with the same key' });
      await again.click({ timeout: 30_000 });
      await page.locator('.entry').getByText('Open', { exact: true }).waitFor();
      await page.locator('.entry').scrollIntoViewIfNeeded();
      await page.evaluate("document.querySelector('.entry').scrollIntoView({ block: 'start' })");
    },
  },
};

async function take(context: BrowserContext, standIn: StandIn, scene: Scene): Promise<Buffer> {
  const page = await context.newPage();
  await page.setViewportSize({ width: scene.width, height: scene.height });
  await page.goto(standIn.url);
  await scene.play(page);
  const picture = await page.screenshot({
    animations: 'disabled',
    caret: 'hide',
    clip: { x: 0, y: 0, width: scene.shown, height: scene.height },
  });
  await page.close();
  return picture;
}

await main('screenshots', async () => {
  const folder = process.argv[2] ?? join(root, 'docs/pictures');
  mkdirSync(folder, { recursive: true });
  const console = pathToFileURL(join(root, 'pkg/dist/console/'));
  const standIn = await openStandIn({ port: 0, console });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: chromiumFlags,
  });
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
      for (const [name, scene] of Object.entries(scenes)) {
        writeFileSync(
          join(folder, `${name}-${colorScheme}.png`),
          await take(context, standIn, scene),
        );
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await standIn.close();
  }
});
