// Serves the console: the files of the built page, and the API reference's example.

import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

const folder = new URL('../../pkg/dist/console/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** The strictest policy that the page works with. */
const policy =
  "default-src 'none'; img-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** Returns the response to a request for a file of the console, or `undefined` for another request. */
export function consolePage(request: Request): Response | undefined {
  const { pathname } = new URL(request.url);
  const isFile = pathname === '/' || /^\/assets\/[\w.-]+$/.test(pathname);
  if (request.method !== 'GET' || !isFile) return undefined;
  const path = pathname === '/' ? 'index.html' : pathname.slice(1);
  try {
    return new Response(readFileSync(new URL(path, folder)), {
      headers: {
        'Content-Type': types[extname(path)] ?? 'application/octet-stream',
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch {
    return undefined;
  }
}
