// Tests that the screenshots in the documents exist, and that the console still has every step to them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '../..');
const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: root })];

/** The pictures that a document has as HTML. A link in Markdown is a matter of the links' test. */
const picturesOf = (html: string) =>
  [...html.matchAll(/<(?:img|source)\b[^>]*?\b(?:src|srcset)="([^"]+)"/g)].map(
    ([, file = '']) => file,
  );

const named = documents.flatMap((document) =>
  picturesOf(readFileSync(join(root, document), 'utf8')).map((file) =>
    join(root, dirname(document), file),
  ),
);

describe('the pictures that the documents have as HTML', () => {
  it('are found as an image and as a source', () => {
    const html = '<picture><source media="m" srcset="a.png"><img src="b.png" alt="b"></picture>';
    assert.deepEqual(picturesOf(html), ['a.png', 'b.png']);
  });

  it('exist', () => {
    assert.deepEqual(
      named.filter((file) => !existsSync(file)),
      [],
    );
  });
});

describe('the screenshots of the console', () => {
  it('are those that the command takes', () => {
    const folder = join(root, 'target/pictures');
    rmSync(folder, { recursive: true, force: true });
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'tools/screenshots.ts'), folder],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    const taken = readdirSync(folder).sort();
    const inDocuments = named.map((file) => file.replace(`${join(root, 'docs/pictures')}/`, ''));
    assert.deepEqual(inDocuments.toSorted(), taken);
  });

  it('are small', () => {
    const sizes = named.map((file) => statSync(file).size);
    assert.ok(Math.max(...sizes) <= 120_000, `${Math.max(...sizes)} bytes`);
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 600_000);
  });
});
