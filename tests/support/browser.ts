// Headless browsers: the ones that CHROMIUM and FIREFOX name, or Debian's.

import { existsSync } from 'node:fs';
import {
  type BrowserContextOptions,
  chromium,
  firefox,
  type Page,
  type Browser as Started,
} from 'playwright-core';

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
  open(url: string, size?: Size, options?: BrowserContextOptions): Promise<Page>;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      'Chromium is not installed: install Debian’s package chromium, or set CHROMIUM',
    );
  }
  return browserOf(await chromium.launch({ executablePath, args: chromiumFlags }));
}

/** The path of Firefox, if it is installed. */
export function findFirefox(): string | undefined {
  const paths = [process.env['FIREFOX'] ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'];
  return paths.find((path) => path !== '' && existsSync(path));
}

export async function launchFirefox(): Promise<Browser> {
  const executablePath = findFirefox();
  if (executablePath === undefined) {
    throw new Error(
      'Firefox is not installed: install Debian’s package firefox-esr, or set FIREFOX',
    );
  }
  return browserOf(await firefox.launch({ channel: 'moz-firefox', executablePath }));
}

function browserOf(browser: Started): Browser {
  const problems: string[] = [];
  return {
    async open(url, viewport = { width: 1280, height: 900 }, options = {}) {
      const context = await browser.newContext({ viewport, ...options });
      const page = await context.newPage();
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
