// Tests that the built code is readable in a debugger. It has no source maps, but it keeps the names
// and comments of the sources, and names the source of each part.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'pkg/dist');
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.c?js$/.test(file),
);

interface Part {
  /** The source, from the root of the project. */
  readonly source: string;
  /** The code of the part. */
  readonly code: string;
}

/** Returns the parts of a built file that come from `www`. */
function partsOf(file: string): Part[] {
  const text = readFileSync(join(dist, file), 'utf8');
  return [...text.matchAll(/^\/\/#region (www\/[^?\n]+).*\n([\s\S]*?)^\/\/#endregion$/gm)].map(
    ([, source = '', code = '']) => ({ source, code }),
  );
}

/** Returns the names of the functions and classes that a text declares. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/^(?:export )?(?:async )?(?:function|class) ([\w$]+)/gm)].map(
    ([, name = '']) => name,
  );
}

/** Returns the first line of the doc comment of a function. */
function commentOf(text: string, name: string): string | undefined {
  const [before, , ...more] = text.split(
    new RegExp(`^(export )?(?:async )?function ${name}\\b`, 'm'),
  );
  if (more.length !== 1) return undefined;
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n$/.exec(before ?? '')?.[1];
  return comment
    ?.split('\n')
    .map((line) => line.replace(/^ \* /, '').trim())
    .find((line) => line !== '');
}

const parts = files.flatMap((file) => partsOf(file).map((part) => ({ file, ...part })));

describe('the built code', () => {
  it('has no source maps, and no links to any', () => {
    const all = readdirSync(dist, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      all.filter((file) => file.endsWith('.map')),
      [],
    );
    for (const file of all.filter((name) => /\.[cm]?[jt]s$/.test(name))) {
      assert.doesNotMatch(readFileSync(join(dist, file), 'utf8'), /sourceMappingURL/, file);
    }
  });

  it('keeps the names of functions and classes', () => {
    for (const { file, source, code } of parts) {
      const declared = new Set(namesIn(readFileSync(join(root, source), 'utf8')));
      for (const name of namesIn(code)) {
        // A bundler numbers a name that occurs twice in a file.
        assert.ok(declared.has(name.replace(/\$\d+$/, '')), `${file}: ${name} is not in ${source}`);
      }
    }
    assert.ok(parts.flatMap(({ code }) => namesIn(code)).length > 500);
  });

  it('keeps the doc comments of functions', () => {
    let found = 0;
    for (const { file, source, code } of parts) {
      const text = readFileSync(join(root, source), 'utf8');
      for (const name of namesIn(code)) {
        const comment = commentOf(text, name);
        if (comment === undefined) continue;
        found += 1;
        assert.ok(code.includes(comment), `${file}: the comment of ${name} is gone`);
      }
    }
    assert.ok(found > 200, String(found));
  });
});
