// Writes target/reports/sbom.cdx.json, a CycloneDX 1.6 list of what is in the package. The same
// sources give the same bytes: it is sorted, and says nothing of the time.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Component, components } from './components.ts';
import { main } from './run.ts';

const root = join(import.meta.dirname, '..');

type Described = Omit<Component, 'texts'>;

function entry({ kind, name, version, license, hash }: Described) {
  const purl = `pkg:${kind}/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...(hash && { hashes: [hash] }),
    licenses: [{ expression: license }],
    purl,
  };
}

/** The list. */
export function sbom() {
  const manifest = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: entry({ kind: 'npm', ...manifest }) },
    components: components().map(entry),
  };
}

if (import.meta.main) {
  await main('sbom', () => {
    const list = sbom();
    const reports = join(root, 'target/reports');
    mkdirSync(reports, { recursive: true });
    writeFileSync(join(reports, 'sbom.cdx.json'), `${JSON.stringify(list, null, 2)}\n`);
    console.log(`target/reports/sbom.cdx.json: ${list.components.length} components`);
  });
}
