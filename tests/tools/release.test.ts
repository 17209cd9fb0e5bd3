// Tests what a release refuses, and its provenance statement. `make release` tests the rest.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { statementOf } from '../../tools/provenance.ts';
import { releaseOf } from '../../tools/release.ts';
import { sbom } from '../../tools/sbom.ts';

const folder = mkdtempSync(join(tmpdir(), 'release-'));
after(() => rmSync(folder, { recursive: true }));

interface Tree {
  readonly path: string;
  readonly git: (...args: string[]) => string;
  readonly write: (file: string, text: string) => void;
}

/** A repository with the two files that have the version, committed once. */
function tree(name: string, crate = '1.2.3'): Tree {
  const path = join(folder, name);
  const who = ['-c', 'user.name=-', '-c', 'user.email=-', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]) =>
    execFileSync('git', [...who, ...args], { cwd: path, encoding: 'utf8' }).trim();
  const write = (file: string, text: string) => writeFileSync(join(path, file), text);
  mkdirSync(join(path, 'pkg'), { recursive: true });
  write('Cargo.toml', `[workspace.package]\nversion = "${crate}"\n`);
  write('pkg/package.json', '{ "version": "1.2.3" }');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  return { path, git, write };
}

describe('a release', () => {
  it('is of the version and the commit', () => {
    const { path, git } = tree('committed');
    const commit = git('rev-parse', 'HEAD');
    assert.deepEqual(releaseOf(path), { version: '1.2.3', commit, isTagged: false });
    git('tag', '--annotate', '--message', '-', 'v1.2.3');
    assert.deepEqual(releaseOf(path), { version: '1.2.3', commit, isTagged: true });
  });

  it('refuses a change that is not committed', () => {
    const { path, write } = tree('changed');
    write('notes.txt', '');
    assert.throws(() => releaseOf(path), /commit all changes first/);
  });

  it('refuses two versions', () => {
    const { path } = tree('versions', '1.2.4');
    assert.throws(() => releaseOf(path), /version 1\.2\.4, and pkg\/package\.json has 1\.2\.3/);
  });

  it('refuses a tag at another commit', () => {
    const { path, git, write } = tree('tagged');
    git('tag', 'v1.2.3');
    write('notes.txt', '');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Go on');
    assert.throws(() => releaseOf(path), /the tag v1\.2\.3 is at another commit/);
  });
});

// https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
// https://slsa.dev/spec/v1.0/provenance
describe('the provenance statement', () => {
  const digest = { sha256: 'a'.repeat(64), sha512: 'b'.repeat(128) };
  const artifacts = [
    { purl: 'pkg:npm/identification-chain@1.2.3', digest },
    { purl: 'pkg:cargo/identification-chain@1.2.3', digest },
  ];
  const { components } = JSON.parse(sbom());
  const commit = 'c'.repeat(40);
  const statement = statementOf({ version: '1.2.3', commit }, artifacts, components);
  const { buildDefinition, runDetails } = statement.predicate;

  it('is an in-toto Statement v1 with a SLSA Provenance v1', () => {
    assert.equal(statement._type, 'https://in-toto.io/Statement/v1');
    assert.equal(statement.predicateType, 'https://slsa.dev/provenance/v1');
    for (const uri of [buildDefinition.buildType, runDetails.builder.id]) new URL(uri);
  });

  it('has both hashes of each file', () => {
    assert.deepEqual(
      statement.subject,
      artifacts.map(({ purl }) => ({ name: purl, digest })),
    );
  });

  it('has the tag, the commit, and each component with its hash', () => {
    assert.equal(buildDefinition.externalParameters.tag, 'v1.2.3');
    const [source, ...others] = buildDefinition.resolvedDependencies;
    assert.deepEqual(source?.digest, { gitCommit: commit });
    assert.equal(others.length, components.length);
    for (const { uri, digest: found } of others) {
      if (uri.startsWith('pkg:generic/rust-std@')) continue;
      const [[algorithm, hash] = []] = Object.entries(found ?? {});
      const length = { sha256: 64, sha512: 128 }[algorithm ?? ''];
      assert.match(hash ?? '', new RegExp(`^[0-9a-f]{${length}}$`), uri);
    }
  });
});
