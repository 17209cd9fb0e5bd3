// Installs the package as it is published: packed, into an empty project.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Packs the package, installs it into a new project under target/, and returns the folder. */
export function installPackage(name: string): string {
  const project = join(root, 'target/package-tests', name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  const npm = (args: string[], cwd: string) =>
    execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8' });
  npm(['pack', '--pack-destination', project], join(root, 'pkg'));
  const tarball = readdirSync(project).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack wrote no tarball');
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  npm(['install', '--offline', '--no-package-lock', `./${tarball}`], project);
  return project;
}

/** The folder of the installed package. */
export function installedPackage(project: string): string {
  return join(project, 'node_modules/identification-chain');
}
