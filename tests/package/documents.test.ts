// The documents: the README is short, its sizes are those that were measured, and every link leads
// somewhere.

import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, it } from 'node:test';
import { committedFigures } from '../../benches/figures.ts';
import { kilobytes } from '../../benches/tables.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...globSync(['docs/*.md', 'pkg/README.md', 'examples/README.md', 'examples/*/README.md'], {
    cwd: root,
  }).sort(),
];

/** A document without its code, whose brackets and `#` are no links and no headings. */
const proseOf = (text: string) => text.replaceAll(/^( *)(`{3,}).*?^\1\2$/gms, '');

/** The links and images of a document, without those to other sites. */
function linksOf(text: string): string[] {
  const prose = proseOf(text).replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a document, as GitHub makes them from the headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of proseOf(text).matchAll(/^#+ (.*)$/gm)) {
    const anchor = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Whether a link of a document leads to a file, and to an anchor in it. */
function resolves(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : normalize(join(dirname(document), path));
  if (!existsSync(join(root, target))) return false;
  if (anchor === undefined) return true;
  return statSync(join(root, target)).isFile() && anchorsOf(read(target)).has(anchor);
}

describe('every link leads to a file and an anchor', () => {
  for (const document of documents) {
    it(`in ${document}`, () => {
      const broken = linksOf(read(document)).filter((link) => !resolves(document, link));
      assert.deepEqual(broken, []);
    });
  }
});

it('finds a broken link and a broken anchor', () => {
  assert.deepEqual(linksOf('[a](x.md) ![b](y.svg#z) `[c](d)` [e](https://site.example)'), [
    'x.md',
    'y.svg#z',
  ]);
  assert.ok(!resolves('README.md', 'docs/no-such-page.md'));
  assert.ok(!resolves('README.md', 'docs/gateway.md#no-such-heading'));
  assert.ok(!resolves('README.md', '#no-such-heading'));
});

it('makes anchors as GitHub does', () => {
  const text =
    '# One, two & three\n## `a/b` of [c](d)\n```sh\n# no heading\n```\n## One two  three\n';
  assert.deepEqual([...anchorsOf(text)], ['one-two--three', 'ab-of-c', 'one-two--three-1']);
});

it('links from the manual only to what is published with it', () => {
  const outside = linksOf(read('pkg/README.md')).filter((link) =>
    relative('pkg', join('pkg', link)).startsWith('..'),
  );
  assert.deepEqual(outside, []);
});

it('has two React forms that differ in form.tsx only, as one of them says', () => {
  const files = (form: string) => globSync('src/*', { cwd: join(root, 'examples', form) }).sort();
  const names = files('react-hook-form');
  assert.deepEqual(files('tanstack-form'), names);
  const differing = names.filter(
    (name) => read(`examples/react-hook-form/${name}`) !== read(`examples/tanstack-form/${name}`),
  );
  assert.deepEqual(differing, ['src/form.tsx']);
});

it('has a README of at most 130 lines', () => {
  assert.ok(read('README.md').trimEnd().split('\n').length <= 130);
});

it('has the measured sizes in the README', () => {
  const measured = committedFigures().sizes.map(({ brotli }) => kilobytes(brotli));
  const named = read('README.md').match(/[\d.]+ KB/g) ?? [];
  assert.ok(named.length > 0);
  assert.deepEqual(
    named.filter((size) => !measured.includes(size)),
    [],
  );
});
