// Tests the contents of the tarball. files.json lists the reviewed files and sizes, so that a review
// shows every file that a build adds, removes or enlarges. After an intended change, run:
//
//   node tests/package/contents.test.ts --write

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Conditions } from '../../tools/package.ts';

const pkg = join(import.meta.dirname, '../../pkg');
const list = join(import.meta.dirname, 'files.json');
const renew =
  'If this is intended, run `node tests/package/contents.test.ts --write`, and explain it in the commit.';

/** The allowed difference from a reviewed size: a fraction of it, plus some bytes. */
const tolerance = 0.1;
const slack = 256;

interface Packed {
  readonly files: readonly { readonly path: string; readonly size: number }[];
}
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], {
    cwd: pkg,
    encoding: 'utf8',
  }),
) as [Packed];
/** The path of a file of the console without the hash of its contents, which each change changes. */
function withoutHash(path: string): string {
  return path.replace(/(?<=^dist\/console\/assets\/.*-)[\w-]{8}(?=\.\w+$)/, 'HASH');
}

const sizes: Readonly<Record<string, number>> = Object.fromEntries(
  packed.files
    .map(({ path, size }): [string, number] => [withoutHash(path), size])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);
if (process.argv.includes('--write')) writeFileSync(list, `${JSON.stringify(sizes, null, 2)}\n`);
const reviewed: Readonly<Record<string, number>> = JSON.parse(readFileSync(list, 'utf8'));
const manifest = JSON.parse(readFileSync(join(pkg, 'package.json'), 'utf8'));

it('has the reviewed files and no others', () => {
  const added = Object.keys(sizes).filter((path) => !(path in reviewed));
  const missing = Object.keys(reviewed).filter((path) => !(path in sizes));
  assert.deepEqual({ added, missing }, { added: [], missing: [] }, differs({ added, missing }));
});

it('has files of roughly the reviewed sizes', () => {
  const changed = Object.entries(reviewed).flatMap(([path, was]) => {
    const is = sizes[path] ?? was;
    return Math.abs(is - was) > was * tolerance + slack ? [`${path}: ${was} → ${is} bytes`] : [];
  });
  assert.deepEqual(changed, [], differs({ changed }));
});

function differs(what: object): string {
  return `The tarball differs from files.json: ${JSON.stringify(what, null, 2)}\n${renew}`;
}

it('declares provenance, Node versions and no side effects', () => {
  assert.deepEqual(manifest.publishConfig, { access: 'public', provenance: true });
  assert.equal(manifest.sideEffects, false);
  assert.equal(typeof manifest.engines.node, 'string');
});

it('has types as the first condition of each entry', () => {
  const untyped = new Set([
    './core.wasm',
    './openapi.json',
    './gateway.openapi.json',
    './package.json',
  ]);
  for (const [entry, conditions] of Object.entries<object | string>(manifest.exports)) {
    if (typeof conditions === 'string') {
      assert.ok(untyped.has(entry), entry);
      continue;
    }
    for (const targets of leaves(conditions)) {
      assert.deepEqual(Object.keys(targets), ['types', 'default'], entry);
      for (const target of Object.values<string>(targets)) {
        assert.ok(target.slice('./'.length) in sizes, `${entry}: ${target}`);
      }
    }
  }
});

/** Returns the innermost conditions. */
function leaves(conditions: object): Record<string, string>[] {
  const below = Object.values(conditions);
  return below.some((target) => typeof target === 'string')
    ? [conditions as Record<string, string>]
    : below.flatMap(leaves);
}

it('has the files of `exports` for old resolvers too', () => {
  for (const [entry, conditions] of Object.entries<Conditions | string>(manifest.exports)) {
    if (typeof conditions === 'string') continue;
    const stub = JSON.parse(readFileSync(join(pkg, entry, 'package.json'), 'utf8'));
    const inPackage = (path?: string) => path && `./${join(entry, path)}`;
    assert.deepEqual(
      [stub.main, stub.types, stub.module, stub['react-native']].map(inPackage),
      [
        conditions.require.default,
        conditions.require.types,
        conditions.default.default,
        conditions['react-native']?.default.default,
      ],
      entry,
    );
  }
});

it('is at most 2 MB unpacked, and its page 0.7 MB', () => {
  const isPage = (path: string) => path.startsWith('dist/console/');
  const total = (of: (path: string) => boolean) =>
    Object.entries(sizes).reduce((sum, [path, size]) => (of(path) ? sum + size : sum), 0);
  const [page, others] = [total(isPage), total((path) => !isPage(path))];
  assert.ok(page <= 700_000 && others <= 2_000_000, `${page} and ${others} bytes`);
});

it('has the reviewed types', () => {
  const tool = join(import.meta.dirname, '../../tools/api.ts');
  const { status, stderr } = spawnSync('node', [tool, '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

it('has no `any` in its types', () => {
  const folder = join(import.meta.dirname, 'api');
  for (const file of readdirSync(folder)) {
    const code = readFileSync(join(folder, file), 'utf8').replaceAll(/\/\/.*/g, '');
    assert.doesNotMatch(code, /\bany\b/, file);
  }
});
