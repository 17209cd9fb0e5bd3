// The provenance of a release: which files were built, from which commit, with which components. It is
// an in-toto Statement v1 with a SLSA Provenance v1. The CI that publishes signs its own; this one is for
// review, and has no signature.

/** A published file. */
export interface Artifact {
  /** Its package URL. */
  readonly purl: string;
  /** Its hashes, in hexadecimal. npm compares SHA-512, and crates.io SHA-256. */
  readonly digest: { readonly sha256: string; readonly sha512: string };
}

/** A component of the CycloneDX list. */
export interface Part {
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

/** What is released. */
export interface Source {
  readonly version: string;
  readonly commit: string;
}

/** The statement about the files of a release. */
export function statementOf(
  { version, commit }: Source,
  artifacts: readonly Artifact[],
  parts: readonly Part[],
) {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: artifacts.map(({ purl, digest }) => ({ name: purl, digest })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'urn:identification-chain:build:make',
        externalParameters: { tag: `v${version}`, command: 'make build' },
        resolvedDependencies: [
          { uri: 'urn:identification-chain:source', digest: { gitCommit: commit } },
          ...parts.map(({ purl, hashes }) => ({
            uri: purl,
            // SLSA writes `sha256` where CycloneDX writes `SHA-256`.
            ...(hashes && {
              digest: Object.fromEntries(
                hashes.map(({ alg, content }) => [alg.toLowerCase().replace('-', ''), content]),
              ),
            }),
          })),
        ],
      },
      runDetails: { builder: { id: 'urn:identification-chain:builder:rehearsal' } },
    },
  };
}
