// Serves the form's files, and the browser build of the installed package.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const form = new URL('../form/', import.meta.url);
const build = new URL('./', import.meta.resolve('identification-chain'));
const page = readFileSync(new URL('index.html', form), 'utf8');

/** The import map is the page's only inline script. The policy allows it by its hash. */
const [, importMap = ''] = /<script type="importmap">(.*?)<\/script>/s.exec(page) ?? [];
const hash = createHash('sha256').update(importMap).digest('base64');

/** The package needs 'wasm-unsafe-eval', or its entry `identification-chain/fallback`. */
const policy = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`,
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

/**
 * Answers a request for a file of the page. `undefined` if there is no such file.
 *
 * @param {Request} request
 */
export function pageFile({ method, url }) {
  if (method !== 'GET') return undefined;
  const { pathname } = new URL(url);
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  const [, ofPackage] = /^identification-chain\/([\w-]+\.js)$/.exec(name) ?? [];
  if (ofPackage === undefined && !['index.html', 'form.css', 'form.js'].includes(name)) {
    return undefined;
  }
  try {
    const file = ofPackage === undefined ? new URL(name, form) : new URL(ofPackage, build);
    return new Response(readFileSync(file), {
      headers: {
        'Content-Type': `${types[name.split('.').at(-1)]}; charset=utf-8`,
        'Content-Security-Policy': policy,
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch {
    return undefined;
  }
}
