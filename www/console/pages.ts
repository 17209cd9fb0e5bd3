// Serves the console: the files of the built page, with the strictest policy that it works with.

import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

const policy =
  "default-src 'none'; img-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * Returns a function that responds to a request for a file of the console in a folder, and returns
 * `undefined` for another request.
 */
export function consoleIn(folder: URL): (request: Request) => Response | undefined {
  return ({ method, url }) => {
    const { pathname } = new URL(url);
    const isFile = pathname === '/' || /^\/assets\/[\w-][\w.-]*$/.test(pathname);
    if (method !== 'GET' || !isFile) return undefined;
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
  };
}
