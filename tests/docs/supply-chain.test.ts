// Tests that docs/supply-chain.md has a row for each component, with its licence, and no row for one
// that is gone; and that tools/vet/ records a reader, or a reason, for each crate of the core.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type Component, components, crates } from '../../tools/components.ts';
import { outputOf } from '../../tools/run.ts';

const page = readFileSync('docs/supply-chain.md', 'utf8');

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
}

/** The rows of the table below a heading, one for each name in backticks in the first cell. */
function rowsBelow(heading: string): readonly Row[] {
  const [, text = ''] = page.split(`\n### ${heading}\n`);
  const [section = ''] = text.split(/^##/m);
  return (section.match(/^\| .*`.* \|$/gm) ?? []).flatMap((line) => {
    const [first = '', ...cells] = line.slice(2, -2).split(' | ');
    return [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, cells }));
  });
}

const namesOf = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);
const without = (names: readonly string[], known: readonly string[]) => [
  ...new Set(names.filter((name) => !known.includes(name))),
];

function assertSame(heading: string, rows: readonly Row[], names: readonly string[]): void {
  const hint = `Change the table "${heading}" in docs/supply-chain.md.`;
  assert.deepEqual(namesOf(rows).sort(), [...names].sort(), hint);
  for (const { name, cells } of rows)
    assert.ok(
      cells.every((cell) => cell !== ''),
      name,
    );
}

const all = components();
const ofCore = all.filter(({ kind }) => kind !== 'npm');
const ofNpm = all.filter(({ kind }) => kind === 'npm');
const ofClient = [
  ...crates('wasm32-unknown-unknown', '--features', 'client'),
  ...crates('x86_64-unknown-linux-gnu', '--features', 'client'),
].filter(({ name }, index, list) => {
  const isFirst = list.findIndex((other) => other.name === name) === index;
  return isFirst && !namesOf(ofCore).includes(name);
});

/** Everything that a build of the crate compiles: what is linked, macros, and build scripts. */
const compiled = outputOf('cargo', [
  ...['tree', '--locked', '--package', 'identification-chain', '--features', 'client'],
  ...['--target', 'wasm32-unknown-unknown', '--edges', 'normal,build'],
  ...['--prefix', 'none', '--format', '{p}'],
])
  .match(/^\S+ v\S+/gm)
  ?.map((line) => line.split(' v'))
  .map(([name = '', version = '']) => ({ name, version }))
  .filter(({ name }) => name !== 'identification-chain');

describe('the tables of what reaches users have each component with its licence', () => {
  const tables: readonly (readonly [string, readonly Component[]])[] = [
    ['Crates in core.wasm', ofCore],
    ['Packages in the npm package', ofNpm],
    ['Crates of the Rust client', ofClient],
  ];
  for (const [heading, found] of tables) {
    it(heading, () => {
      const rows = rowsBelow(heading);
      assertSame(heading, rows, namesOf(found));
      const licences = Object.fromEntries(rows.map(({ name, cells }) => [name, cells[0]]));
      for (const { name, license } of found) assert.equal(licences[name], license, name);
    });
  }
});

describe('the tables of what builds have each direct dependency', () => {
  it('Crates that run in the compiler', () => {
    const linked = namesOf([...ofCore, ...ofClient]);
    const heading = 'Crates that run in the compiler';
    assertSame(heading, rowsBelow(heading), without(namesOf(compiled ?? []), linked));
  });

  it('Crates of tools and tests', () => {
    const direct = ['Cargo.toml', 'fuzz/Cargo.toml'].flatMap((manifest) => {
      const metadata: {
        readonly packages: readonly {
          readonly dependencies: readonly { readonly name: string }[];
        }[];
      } = JSON.parse(
        outputOf('cargo', [
          ...['metadata', '--no-deps', '--format-version', '1', '--manifest-path', manifest],
        ]),
      );
      return metadata.packages.flatMap(({ dependencies }) => namesOf(dependencies));
    });
    const known = [...namesOf([...ofCore, ...ofClient]), 'identification-chain'];
    const heading = 'Crates of tools and tests';
    assertSame(heading, rowsBelow(heading), without(direct, known));
  });

  it('Development packages', () => {
    const direct = ['package.json', ...globSync('tools/*/package.json')].flatMap((manifest) => {
      const { devDependencies } = JSON.parse(readFileSync(manifest, 'utf8'));
      return Object.keys(devDependencies ?? {});
    });
    const heading = 'Development packages';
    assertSame(heading, rowsBelow(heading), without(direct, namesOf(ofNpm)));
  });

  it('Programs that a script compiles', () => {
    const scripts = globSync('tools/cargo-*').concat('tools/deny');
    const installed = scripts.flatMap((script) =>
      [...readFileSync(script, 'utf8').matchAll(/cargo install .*"([\w-]+)@/g)].map(
        ([, name = '']) => name,
      ),
    );
    const rows = rowsBelow('Programs').filter(({ name }) => name.startsWith('cargo-'));
    assertSame('Programs', rows, installed);
  });
});

describe('tools/vet/', () => {
  /** The entries of a kind. An audit of a difference builds on that of the older version. */
  const entriesOf = (file: string, kind: string) =>
    readFileSync(`tools/vet/${file}`, 'utf8')
      .split(/^(?=\[)/m)
      .flatMap((entry) => {
        const [, name] = new RegExp(`^\\[\\[${kind}\\.(.+)\\]\\]`).exec(entry) ?? [];
        const [, older, version] = /^(?:version|delta) = "(?:(.+) -> )?(.+)"$/m.exec(entry) ?? [];
        const crate = `${name} ${version}`;
        return name === undefined ? [] : [{ crate, older: older && `${name} ${older}`, entry }];
      });
  const entries = [
    ...entriesOf('audits.toml', 'audits'),
    ...entriesOf('config.toml', 'exemptions'),
  ];

  it('records each crate that is compiled into the core or runs for it, in its version', () => {
    const recorded = entries.map(({ crate }) => crate);
    const missing = (compiled ?? [])
      .map(({ name, version }) => `${name} ${version}`)
      .filter((crate) => !recorded.includes(crate));
    assert.deepEqual(missing, [], 'Read what is new, and run `tools/cargo-vet certify`.');
  });

  it('has notes in each entry, and no entry of a version that is gone', () => {
    const lock = readFileSync('Cargo.lock', 'utf8');
    const isUsed = (crate: string) => {
      const [name, version] = crate.split(' ');
      const isLocked = lock.includes(`name = "${name}"\nversion = "${version}"\n`);
      return isLocked || entries.some(({ older }) => older === crate);
    };
    for (const { crate, entry } of entries) {
      assert.match(entry, /^notes = /m, crate);
      assert.ok(isUsed(crate), crate);
    }
  });
});
