// Serves the console: its page, the API reference's example, and the built package.

import { readFileSync } from 'node:fs';
import { referenceRequest } from '../demo/reference.ts';

const console = new URL('./', import.meta.url);
const types = { html: 'text/html', css: 'text/css', js: 'text/javascript' } as const;

// The strictest policy that the page works with. It shows what the package needs on a strict site.
const policy =
  "default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** Returns the response to a request for a file of the console, or `undefined` for another request. */
export function consolePage(request: Request): Response | undefined {
  if (request.method !== 'GET') return undefined;
  const { pathname } = new URL(request.url);
  if (pathname === '/example.json') return Response.json(referenceRequest);
  if (pathname === '/') return file(new URL('index.html', console));
  if (pathname === '/console.js' || pathname === '/console.css') {
    return file(new URL(pathname.slice(1), console));
  }
  const module = /^\/identification-chain\/([\w-]+\.js)$/.exec(pathname)?.[1];
  const entry = new URL(import.meta.resolve('identification-chain'));
  return module === undefined ? undefined : file(new URL(module, entry));
}

function file(url: URL): Response | undefined {
  const extension = url.pathname.split('.').at(-1) as keyof typeof types;
  try {
    return new Response(readFileSync(url), {
      headers: {
        'Content-Type': `${types[extension]}; charset=utf-8`,
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch {
    return undefined;
  }
}
