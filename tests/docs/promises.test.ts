// Tests that each promise of docs/security.md is held by something that is run: a test, which has the
// quoted text, or a command of the Makefile.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';

const page = readFileSync('docs/security.md', 'utf8');
const [, promises = ''] = /\n## The promises\n([\s\S]*?)\n## /.exec(page) ?? [];

/** The rows of the tables: what is promised, and what holds it. */
const rows = [...promises.matchAll(/^\| (?!promise |---)(.+?) \| (.+) \|$/gm)].map(
  ([, promise = '', held = '']) => ({ promise, held }),
);

it('the page has promises', () => assert.ok(rows.length >= 25, String(rows.length)));

for (const { promise, held } of rows) {
  it(promise, () => {
    const [, file, title = ''] = /^(tests\/[\w./-]+): "(.+)"$/.exec(held) ?? [];
    const [, target] = /^`make ([a-z]+)`$/.exec(held) ?? [];
    if (file !== undefined) assert.ok(readFileSync(file, 'utf8').includes(title), held);
    else assert.match(readFileSync('Makefile', 'utf8'), new RegExp(`^${target}:`, 'm'), held);
  });
}
