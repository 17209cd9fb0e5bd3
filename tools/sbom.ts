// Writes target/reports/sbom.cdx.json, a CycloneDX 1.6 list of what is in the package: the crates of
// the WebAssembly module, with those that generate its code, and the npm packages that are bundled.
// The same sources give the same bytes: it is sorted, and says nothing of the time.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundled } from './package.ts';

const root = join(import.meta.dirname, '..');

export interface Component {
  readonly type: 'library';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly licenses: readonly [{ readonly expression: string }];
  readonly purl: string;
}

function component(kind: 'cargo' | 'npm', about: Described): Component {
  const { name, version, license } = about;
  const purl = `pkg:${kind}/${name.replace('@', '%40')}@${version}`;
  // Before SPDX had expressions, crates wrote a slash for "or".
  const expression = license.replaceAll(/\s*\/\s*/g, ' OR ');
  return { type: 'library', 'bom-ref': purl, name, version, licenses: [{ expression }], purl };
}

interface Described {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

interface Metadata {
  readonly packages: readonly (Described & { readonly id: string })[];
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

/** The crates that the module depends on, but not what only its tests do. */
function crates(): Component[] {
  const target = ['--filter-platform', 'wasm32-unknown-unknown'];
  const args = ['metadata', '--locked', '--format-version', '1', ...target];
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1e9 } as const;
  const metadata: Metadata = JSON.parse(execFileSync('cargo', args, options));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const reached = new Set([metadata.resolve.root]);
  // A set that grows is gone through to its end.
  for (const id of reached) {
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? []) {
      if (dep_kinds.some(({ kind }) => kind === null)) reached.add(pkg);
    }
  }
  reached.delete(metadata.resolve.root);
  return metadata.packages
    .filter(({ id }) => reached.has(id))
    .map((about) => component('cargo', about));
}

function packages(): Component[] {
  return bundled.map(({ name }) => {
    const manifest = join(root, 'node_modules', name, 'package.json');
    return component('npm', JSON.parse(readFileSync(manifest, 'utf8')));
  });
}

/** The components, in the order of their package URLs. */
export function components(): Component[] {
  return [...crates(), ...packages()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
}

if (import.meta.main) {
  const { name, version, license } = JSON.parse(
    readFileSync(join(root, 'pkg/package.json'), 'utf8'),
  );
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: component('npm', { name, version, license }) },
    components: components(),
  };
  const reports = join(root, 'target/reports');
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`target/reports/sbom.cdx.json: ${sbom.components.length} components`);
}
