// Rehearses a release: what a public CI does for a tag, without publishing. It writes the tarball, the
// crate, the list of components and an unsigned provenance statement into target/release-rehearsal/.

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Artifact, type Source, statementOf } from './provenance.ts';
import { compareBuilds, copy } from './reproducible.ts';
import { main, outputOf, run } from './run.ts';
import { sbom } from './sbom.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'target/release-rehearsal');

/**
 * Reads what a tree would release: the version, which the crate and the npm package share, and the
 * commit.
 *
 * @throws {Error} if the versions differ, a file is not committed, or the tag is at another commit.
 */
export function releaseOf(tree: string): Source & { readonly isTagged: boolean } {
  const git = (...args: string[]) => outputOf('git', args, { cwd: tree }).trim();
  const { version } = JSON.parse(readFileSync(join(tree, 'pkg/package.json'), 'utf8'));
  const crate = /^version = "(.+)"$/m.exec(readFileSync(join(tree, 'Cargo.toml'), 'utf8'))?.[1];
  if (crate !== version) {
    throw new Error(`Cargo.toml has version ${crate}, and pkg/package.json has ${version}`);
  }
  if (git('status', '--porcelain') !== '') {
    throw new Error('commit all changes first: a release is made from a commit');
  }
  const commit = git('rev-parse', 'HEAD');
  const isTagged = git('tag', '--list', `v${version}`) !== '';
  if (isTagged && git('rev-parse', `v${version}^{commit}`) !== commit) {
    throw new Error(`the tag v${version} is at another commit: raise the version, or check it out`);
  }
  return { version, commit, isTagged };
}

interface Packed extends Artifact {
  readonly file: string;
}

function packed(purl: string, file: string): Packed {
  const bytes = readFileSync(file);
  const hash = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
  return { purl, file, digest: { sha256: hash('sha256'), sha512: hash('sha512') } };
}

/** Packs the npm package of a tree into a folder. */
function packNpm(tree: string, folder: string, version: string): Packed {
  mkdirSync(folder, { recursive: true });
  outputOf('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: join(tree, 'pkg') });
  const [tarball = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  return packed(`pkg:npm/identification-chain@${version}`, join(folder, tarball));
}

/** Packs the crate, by a command of cargo that does, and copies it into the folder of the rehearsal. */
function packCrate(version: string, command: readonly string[]): Packed {
  run('cargo', [...command, '--quiet', '--locked']);
  const crate = `identification-chain-${version}.crate`;
  cpSync(join(root, 'target/package', crate), join(out, crate));
  return packed(`pkg:cargo/identification-chain@${version}`, join(out, crate));
}

function assertSame(one: Packed, other: Packed): void {
  if (one.digest.sha512 !== other.digest.sha512) {
    throw new Error(`${one.purl} was packed twice, and the bytes differ`);
  }
}

function write(name: string, text: string): void {
  writeFileSync(join(out, name), `${text}\n`);
}

if (import.meta.main) {
  await main('release', () => {
    const { version, commit, isTagged } = releaseOf(root);
    rmSync(out, { recursive: true, force: true });
    compareBuilds();

    const tarball = packNpm(root, out, version);
    assertSame(tarball, packNpm(copy, join(out, 'second-build'), version));
    const crate = packCrate(version, ['package', '--no-verify']);

    const list = sbom();
    const { components } = JSON.parse(list);
    write('sbom.cdx.json', list);
    const statement = statementOf({ version, commit }, [tarball, crate], components);
    write('provenance.json', JSON.stringify(statement, undefined, 2));

    // Provenance needs a CI that npm knows. A rehearsal has none.
    const publish = ['publish', '--dry-run', '--provenance=false', '--loglevel=error'];
    outputOf('npm', [...publish, tarball.file]);
    const target = ['--target', 'wasm32-unknown-unknown', '--features', 'client'];
    assertSame(crate, packCrate(version, ['publish', '--dry-run', ...target]));

    console.log(`
release ${version}, commit ${commit}, tag v${version} ${isTagged ? 'at it' : 'not created'}
  ${components.length} components in sbom.cdx.json, and both files in provenance.json
  npm    sha512 ${tarball.digest.sha512}
  crate  sha256 ${crate.digest.sha256}
  npm publish and cargo publish would take them. Nothing was published.`);
  });
}
