// The source maps: a debugger finds in them the line that a function of a bundle is from.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '../..');
const pkg = join(root, 'pkg');
const maps = readdirSync(join(pkg, 'dist'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.map'))
  .map((file) => join('dist', file));

interface Declaration {
  readonly name: string;
  /** The place of its name in the bundle, from 0. */
  readonly line: number;
  readonly column: number;
  /** The file that the bundler says it is from. */
  readonly source: string;
}

/** What a bundle declares at its top, under the bundler's comments of where it is from. */
function declarations(bundle: string): Declaration[] {
  const found: Declaration[] = [];
  let source = '';
  for (const [line, text] of bundle.split('\n').entries()) {
    if (text.startsWith('//#')) source = /^\/\/#region (.*)/.exec(text)?.[1] ?? '';
    const [, before = '', name] =
      /^((?:async )?(?:function|class|const) )([\w$]+)/.exec(text) ?? [];
    if (source === '' || name === undefined) continue;
    found.push({ name, line, column: before.length, source });
  }
  return found;
}

for (const file of maps) {
  describe(file, () => {
    const payload: SourceMapPayload = JSON.parse(readFileSync(join(pkg, file), 'utf8'));
    const bundle = readFileSync(join(pkg, file.replace(/\.map$/, '')), 'utf8');

    it('leads from each declaration to its line of its source', () => {
      const map = new SourceMap(payload);
      const all = declarations(bundle);
      for (const { name, line, column, source } of all) {
        const entry = map.findEntry(line, column);
        assert.ok('originalSource' in entry, `${name}, line ${line + 1}`);
        const content = payload.sourcesContent[payload.sources.indexOf(entry.originalSource)];
        // The core's own text would be in every map, and nobody reads it.
        if (source === 'target/npm/core-hex.js') continue;
        assert.equal(content, readFileSync(join(root, source), 'utf8'), source);
        const from = content?.split('\n')[entry.originalLine] ?? '';
        // What stands twice in a bundle has a number there.
        assert.ok(from.includes(name.replace(/\$\d+$/, '')), `${name} is not in: ${from}`);
      }
      assert.notEqual(all.length, 0);
    });

    it('has its sources in the package', () => {
      for (const source of payload.sources) {
        const path = join(dirname(file), source);
        assert.doesNotMatch(path, /^\.\.|^\//, source);
      }
    });
  });
}
