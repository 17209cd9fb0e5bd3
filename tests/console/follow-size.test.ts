// Tests how much the console loads before it can be used, in brotli, against tests/budgets.json: the page,
// its style, and the script with all that it imports. The editor, the client with the timeline, and the
// sandbox come later.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { brotliCompressSync } from 'node:zlib';

const folder = new URL('../../pkg/dist/console/', import.meta.url);
const { console: budgets } = JSON.parse(
  readFileSync(new URL('../budgets.json', import.meta.url), 'utf8'),
);

const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const sizeOf = (file: string) => brotliCompressSync(textOf(file)).length;

/** The files of the first load, from the page on. */
function firstLoad(): Set<string> {
  const html = textOf('index.html');
  const found = new Set(['index.html']);
  const named = Array.from(
    html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g),
    ([, file]) => file,
  );
  for (const file of named) if (file !== undefined) addWithImports(file, found);
  return found;
}

function addWithImports(file: string, found: Set<string>): void {
  if (found.has(file)) return;
  found.add(file);
  if (!file.endsWith('.js')) return;
  const imports = textOf(file).matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g);
  for (const [, name] of imports) addWithImports(`assets/${name}`, found);
}

it('loads little before it can be used', (context) => {
  const first = firstLoad();
  const files = [
    'index.html',
    ...readdirSync(new URL('assets/', folder)).map((name) => `assets/${name}`),
  ];
  for (const file of files) {
    context.diagnostic(`${sizeOf(file)} bytes, ${first.has(file) ? 'first' : 'later'}: ${file}`);
  }
  const size = [...first].reduce((sum, file) => sum + sizeOf(file), 0);
  context.diagnostic(`${size} bytes in all at first`);
  assert.ok(first.size >= 3, 'the page has a style and a script');
  assert.ok(size <= budgets.firstLoad, `${size} bytes of brotli, more than ${budgets.firstLoad}`);
});

it('loads the editor, the client and the sandbox later', () => {
  const later = readdirSync(new URL('assets/', folder)).filter(
    (name) => !firstLoad().has(`assets/${name}`),
  );
  for (const part of ['codemirror', 'chains', 'in-page', 'form']) {
    assert.ok(
      later.some((name) => name.startsWith(`${part}-`)),
      part,
    );
  }
});
