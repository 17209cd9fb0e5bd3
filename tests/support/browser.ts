// A headless Chromium: the one that CHROMIUM names, or Debian's.

import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';

const executables = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Flags for a headless Chromium that runs as root and uses no services. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of Chromium, if it is installed. */
export function findChromium(): string | undefined {
  return executables.find((path) => path !== '' && existsSync(path));
}

export interface Browser extends AsyncDisposable {
  /** Opens a page. If the page has a script error, disposing of the browser throws. */
  open(url: string, size?: { width: number; height: number }): Promise<Page>;
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      'Chromium is not installed: install Debian’s package chromium, or set CHROMIUM',
    );
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
