// A registry with the packed package and the packages of this workspace. Deno gets from it what its
// deno.json names, as it will from npm's.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Served, serve } from 'identification-chain/sandbox/node';

const root = join(import.meta.dirname, '../..');

/** Serves packages by their names and versions. The tarballs go into the folder. */
export async function serveRegistry(names: readonly string[], folder: string): Promise<Served> {
  mkdirSync(folder, { recursive: true });
  const entries = names.map((name) => [name, packed(name, folder)] as const);
  const packages = new Map(entries);
  const server = await serve(({ url }) => {
    const [, name = '', file] = new URL(url).pathname.split('/');
    const known = packages.get(name);
    if (known === undefined) return new Response(null, { status: 404 });
    const { manifest, tarball } = known;
    if (file !== undefined) return new Response(tarball);
    const { version } = manifest;
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const dist = { tarball: `${server.url}/${name}/${version}.tgz`, integrity };
    return Response.json({
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, dist } },
    });
  });
  return server;
}

/** An installed package, with its tarball. */
function packed(name: string, folder: string) {
  const source = join(root, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const args = ['pack', source, '--ignore-scripts', '--pack-destination', folder];
  execFileSync('npm', [...args, '--loglevel=error'], { encoding: 'utf8' });
  const file = readdirSync(folder).find((found) => found === `${name}-${manifest.version}.tgz`);
  if (file === undefined) throw new Error(`npm pack wrote no tarball of ${name}`);
  return { manifest, tarball: readFileSync(join(folder, file)) };
}
