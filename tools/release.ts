// Rehearses a release: what a public CI does for a tag, without publishing. It writes the tarball, the
// crate, the list of components and an unsigned provenance statement into target/release-rehearsal/.

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, outputOf, run } from './run.ts';
import { sbom } from './sbom.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'target/release-rehearsal');

interface Subject {
  readonly name: string;
  readonly file: string;
}

/** What is released, and from which commit. */
interface Release {
  readonly version: string;
  readonly commit: string;
}

/**
 * Reads the version, which the crate and the npm package share.
 *
 * @throws {Error} if they differ, or if a file is not committed.
 */
function releaseOf(): Release {
  const { version } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  const crate = /^version = "(.+)"$/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'))?.[1];
  if (crate !== version) {
    throw new Error(`Cargo.toml has version ${crate}, and pkg/package.json has ${version}`);
  }
  if (outputOf('git', ['status', '--porcelain']) !== '') {
    throw new Error('commit all changes first: a release is made from a commit');
  }
  return { version, commit: outputOf('git', ['rev-parse', 'HEAD']).trim() };
}

/** Packs what would be published, and returns it. */
function pack({ version }: Release): readonly Subject[] {
  run('npm', ['pack', '--silent', '--pack-destination', out], { cwd: join(root, 'pkg') });
  run('cargo', ['package', '--quiet', '--no-verify']);
  const crate = `identification-chain-${version}.crate`;
  cpSync(join(root, 'target/package', crate), join(out, crate));
  const [tarball = ''] = readdirSync(out).filter((file) => file.endsWith('.tgz'));
  return [
    { name: `pkg:npm/identification-chain@${version}`, file: tarball },
    { name: `pkg:cargo/identification-chain@${version}`, file: crate },
  ];
}

function digest(algorithm: string, file: string): string {
  return createHash(algorithm)
    .update(readFileSync(join(out, file)))
    .digest('hex');
}

/**
 * The provenance statement (in-toto Statement v1, SLSA Provenance v1): which files were built, from
 * which commit, with which components. The CI that publishes signs its own; this one is for review.
 */
function provenance(
  { version, commit }: Release,
  subjects: readonly (Subject & { readonly sha512: string })[],
  components: readonly { readonly purl: string }[],
): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjects.map(({ name, sha512 }) => ({ name, digest: { sha512 } })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'urn:identification-chain:build:make',
        externalParameters: { tag: `v${version}`, command: 'make build' },
        resolvedDependencies: [
          { uri: 'urn:identification-chain:source', digest: { gitCommit: commit } },
          ...components.map(({ purl }) => ({ uri: purl })),
        ],
      },
      runDetails: { builder: { id: 'urn:identification-chain:builder:rehearsal' } },
    },
  };
}

await main('release', () => {
  const release = releaseOf();
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  console.log(`release: version ${release.version}, commit ${release.commit}`);
  run(process.execPath, ['tools/reproducible.ts']);
  const list = sbom();
  writeFileSync(join(out, 'sbom.cdx.json'), `${list}\n`);
  const subjects = pack(release).map((subject) => ({
    ...subject,
    sha512: digest('sha512', subject.file),
  }));
  const statement = provenance(release, subjects, JSON.parse(list).components);
  writeFileSync(join(out, 'provenance.json'), `${JSON.stringify(statement, undefined, 2)}\n`);
  const [tarball] = subjects;
  if (tarball === undefined) throw new Error('npm pack wrote no tarball');
  // Provenance needs a CI that npm knows. A rehearsal has none.
  run('npm', ['publish', '--dry-run', '--provenance=false', '--silent', join(out, tarball.file)]);
  run('cargo', ['publish', '--dry-run', '--quiet']);
  for (const { file, sha512 } of subjects) console.log(`  ${file}  sha512 ${sha512.slice(0, 16)}…`);
  console.log('release: everything is ready. Nothing was published.');
});
