// Writes target/reports/sbom.cdx.json, a CycloneDX 1.6 list of the components of the package. The same
// sources give the same bytes: the list is sorted and has no time.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { type Component, components } from './components.ts';
import { main } from './run.ts';

const root = join(import.meta.dirname, '..');

type Described = Omit<Component, 'texts'>;

function componentOf({ kind, name, version, license, hash }: Described): Models.Component {
  const purl = `pkg:${kind}/${name.replace('@', '%40')}@${version}`;
  return new Models.Component(Enums.ComponentType.Library, name, {
    version,
    bomRef: purl,
    purl,
    hashes: new Models.HashDictionary(hash && [[Enums.HashAlgorithm[hash.alg], hash.content]]),
    licenses: new Models.LicenseRepository([new Models.LicenseExpression(license)]),
  });
}

/** The list, as JSON. */
export function sbom(): string {
  const manifest = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: componentOf({ kind: 'npm', ...manifest }) }),
    components: new Models.ComponentRepository(components().map(componentOf)),
  });
  const normalize = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(normalize).serialize(bom, { sortLists: true, space: 2 });
}

if (import.meta.main) {
  await main('sbom', () => {
    const reports = join(root, 'target/reports');
    mkdirSync(reports, { recursive: true });
    writeFileSync(join(reports, 'sbom.cdx.json'), `${sbom()}\n`);
    console.log(`target/reports/sbom.cdx.json: ${components().length} components`);
  });
}
