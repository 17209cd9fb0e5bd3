// Packs the package as it is published, and installs it into empty projects.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

function npm(args: string[], cwd: string): void {
  execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8' });
}

/** Packs the package into a new folder under target/, and returns the path of the tarball. */
export function packPackage(name: string): string {
  const folder = join(root, 'target/package-tests', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  npm(['pack', '--pack-destination', folder], join(root, 'pkg'));
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack wrote no tarball');
  return join(folder, tarball);
}

/** Installs the packed package into a new project under target/, and returns its folder. */
export function installPackage(name: string): string {
  const tarball = packPackage(name);
  const project = dirname(tarball);
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  npm(['install', '--offline', '--no-package-lock', tarball], project);
  return project;
}

/** Returns the folder of the installed package in a project. */
export function installedPackage(project: string): string {
  return join(project, 'node_modules/identification-chain');
}
