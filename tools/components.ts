// What is in the package and not ours: the crates and the standard library that are compiled into the
// core, and the npm packages that are bundled.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outputOf } from './run.ts';

const root = join(import.meta.dirname, '..');

export interface Component {
  readonly kind: 'cargo' | 'npm' | 'generic';
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  /** What is in the registry under this name and version, as its lock file has it. */
  readonly hash?: { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string };
  /** The texts of its licences. */
  readonly texts: readonly string[];
}

interface Metadata {
  readonly packages: readonly {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly license: string;
    readonly manifest_path: string;
    readonly targets: readonly { readonly kind: readonly string[] }[];
  }[];
  readonly resolve: {
    readonly root: string;
    readonly nodes: readonly {
      readonly id: string;
      readonly deps: readonly {
        readonly pkg: string;
        readonly dep_kinds: readonly { readonly kind: string | null }[];
      }[];
    }[];
  };
}

/** The crates that are compiled into the core. What only writes code of it, or tests it, is not. */
function crates(): Component[] {
  const target = ['--filter-platform', 'wasm32-unknown-unknown'];
  const metadata: Metadata = JSON.parse(
    outputOf('cargo', ['metadata', '--locked', '--format-version', '1', ...target]),
  );
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const macros = new Set(
    metadata.packages
      .filter(({ targets }) => targets.some(({ kind }) => kind.includes('proc-macro')))
      .map(({ id }) => id),
  );
  const reached = new Set([metadata.resolve.root]);
  // A set that grows is gone through to its end.
  for (const id of reached) {
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? []) {
      if (dep_kinds.some(({ kind }) => kind === null) && !macros.has(pkg)) reached.add(pkg);
    }
  }
  reached.delete(metadata.resolve.root);
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  return metadata.packages
    .filter(({ id }) => reached.has(id))
    .map(({ name, version, license, manifest_path }) => ({
      kind: 'cargo',
      name,
      version,
      // Before SPDX had expressions, crates wrote a slash for "or".
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

/** The npm packages that are bundled. */
const bundled = ['hono', '@hono/node-server', 'jose'];

function packages(): Component[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return bundled.map((name) => {
    const folder = `node_modules/${name}`;
    const { version, license, integrity } = lock.packages[folder];
    const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
    const hash = { alg: 'SHA-512', content } as const;
    return { kind: 'npm', name, version, license, hash, texts: licences(join(root, folder)) };
  });
}

/** Rust's `core` and `alloc`, and what else of `std` is reached. */
function standardLibrary(): Component {
  const version = /\d+\.\d+\.\d+/.exec(outputOf('rustc', ['--version']))?.[0] ?? '';
  return { kind: 'generic', name: 'rust-std', version, license: 'MIT OR Apache-2.0', texts: [] };
}

/** All of them, in the order of their kinds and names. */
export function components(): Component[] {
  const key = ({ kind, name, version }: Component) => `${kind}/${name}@${version}`;
  return [...crates(), ...packages(), standardLibrary()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The notices that their licences ask for. */
export function notices(): string {
  const all = components();
  // Of this licence the package has the text, and it asks for no more where there is no NOTICE.
  const isApache = ({ license }: Component) => license.split(' OR ').includes('Apache-2.0');
  const named = ({ name, version }: Component) => `${name} ${version}`;
  const apache = all.filter(isApache).map(named);
  const others = all
    .filter((component) => !isApache(component))
    .map((component) => [named(component), ...component.texts].join('\n\n'));
  return [
    'This package holds, in its core, its sandbox and its access tokens, what others wrote:',
    `Under the Apache License 2.0, which is in LICENSE-APACHE: ${apache.join(', ')}.`,
    ...others,
  ].join('\n\n');
}
