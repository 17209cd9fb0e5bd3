// A headless Chromium: Debian's, or the one that CHROMIUM names.

import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';

const executables = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** What a headless Chromium is started with, so that it runs as root and stays by itself. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is. */
export function findChromium(): string | undefined {
  return executables.find((path) => path !== '' && existsSync(path));
}

export interface Browser extends AsyncDisposable {
  /** Opens a page. A script error or an entry in the console's error log fails what uses it. */
  open(url: string, size?: { width: number; height: number }): Promise<Page>;
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('No Chromium was found: install Debian’s package chromium, or set CHROMIUM');
  }
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  const problems: string[] = [];
  return {
    async open(url, size = { width: 1280, height: 900 }) {
      const page = await browser.newPage({ viewport: size });
      page.on('pageerror', (error) => problems.push(String(error)));
      await page.goto(url);
      return page;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      if (problems.length > 0) throw new Error(`The page had errors: ${problems.join('; ')}`);
    },
  };
}
