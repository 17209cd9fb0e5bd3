// The third-party components in the package: the crates and the standard library that are compiled
// into the core, and the npm packages that are bundled.
//
// cargo-about would write the notices, and cargo-cyclonedx the list. Both take two minutes to compile,
// which the first build would wait for. Both also list procedural macros, which the package does not
// contain, and neither lists the bundled npm packages. `cargo tree` is part of cargo.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundledPackages } from './package-builds.ts';
import { outputOf } from './run.ts';

const root = join(import.meta.dirname, '..');

export interface Component {
  readonly kind: 'cargo' | 'npm' | 'generic';
  readonly name: string;
  readonly version: string;
  /** An SPDX licence expression. */
  readonly license: string;
  /** The hash of the published archive, from the lock file. */
  readonly hash?: { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string };
  /** The texts of its licences. */
  readonly texts: readonly string[];
}

interface Metadata {
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly license: string;
    readonly manifest_path: string;
  }[];
}

/** The crates that are linked into a build. Procedural macros and crates of tests are not. */
export function crates(target: string, ...options: readonly string[]): Component[] {
  const edges = 'normal,no-proc-macro';
  const tree = outputOf('cargo', [
    ...['tree', '--locked', '--target', target, '--edges', edges, ...options],
    ...['--prefix', 'none', '--format', '{p}'],
  ]);
  const named = new Set(tree.match(/^\S+ v\S+/gm));
  const metadata: Metadata = JSON.parse(
    outputOf('cargo', [
      ...['metadata', '--locked', '--format-version', '1', '--filter-platform', target],
      ...options,
    ]),
  );
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  return metadata.packages
    .filter(({ name, version, manifest_path }) => {
      const isOurs = manifest_path === join(root, 'Cargo.toml');
      return named.has(`${name} v${version}`) && !isOurs;
    })
    .map(({ name, version, license, manifest_path }) => ({
      kind: 'cargo',
      name,
      version,
      // Older crates write a slash for "or".
      license: license.replaceAll(/\s*\/\s*/g, ' OR '),
      hash: { alg: 'SHA-256', content: checksum(lock, name, version) },
      texts: licences(dirname(manifest_path)),
    }));
}

function checksum(lock: string, name: string, version: string): string {
  const entry = `name = "${name}"\nversion = "${version}"\n`;
  const [, sum] =
    /^.*\nchecksum = "(.*)"/.exec(lock.slice(lock.indexOf(entry) + entry.length)) ?? [];
  if (sum === undefined) throw new Error(`Cargo.lock has no checksum of ${name} ${version}`);
  return sum;
}

function licences(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /^licen[cs]e/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** The npm packages in the console, which the first lines of its chunks name. */
function packagesOfConsole(): string[] {
  const folder = join(root, 'pkg/dist/console/assets');
  // The build of the package comes before that of the console.
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.flatMap((file) => {
    const [, names] =
      /^\/\/ (.*): see THIRD-PARTY-LICENSES\n/.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
    return names?.split(', ') ?? [];
  });
}

/** The npm packages that are bundled. */
function packages(): Component[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return [...new Set([...bundledPackages, ...packagesOfConsole()])].map((name) => {
    const folder = `node_modules/${name}`;
    const { version, license, integrity } = lock.packages[folder];
    const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
    const hash = { alg: 'SHA-512', content } as const;
    return { kind: 'npm', name, version, license, hash, texts: licences(join(root, folder)) };
  });
}

/** Rust's `core` and `alloc`, and the parts of `std` that the core uses. */
function standardLibrary(): Component {
  const version = /\d+\.\d+\.\d+/.exec(outputOf('rustc', ['--version']))?.[0] ?? '';
  return { kind: 'generic', name: 'rust-std', version, license: 'MIT OR Apache-2.0', texts: [] };
}

/** All components, in the order of their kinds and names. */
export function components(): Component[] {
  const key = ({ kind, name, version }: Component) => `${kind}/${name}@${version}`;
  return [...crates('wasm32-unknown-unknown'), ...packages(), standardLibrary()].sort((a, b) =>
    key(a) < key(b) ? -1 : 1,
  );
}

/** The notices that the licences of the components require. */
export function notices(): string {
  const all = components();
  // The package has the text of this licence. The licence requires no more without a NOTICE file.
  const isApache = ({ license }: Component) => license.split(' OR ').includes('Apache-2.0');
  const named = ({ name, version }: Component) => `${name} ${version}`;
  const apache = all.filter(isApache).map(named);
  const others = all
    .filter((component) => !isApache(component))
    .map((component) => [named(component), ...component.texts].join('\n\n'));
  return [
    'The core, the sandbox, the access tokens and the console of this package contain third-party code.',
    `Under the Apache License 2.0 (see LICENSE-APACHE): ${apache.join(', ')}.`,
    ...others,
  ].join('\n\n');
}
