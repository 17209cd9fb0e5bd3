// Runs the environments whose name starts so: node tests/bundlers/try.ts 'Vite 8'

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage } from '../package/installed.ts';
import { serveSandbox } from '../package/sandbox-server.ts';
import { environments } from './index.ts';

const wanted = process.argv[2] ?? '';
const packed = installPackage('bundlers');
const tarball = readdirSync(packed).find((file) => file.endsWith('.tgz')) ?? '';
const server = await serveSandbox();
// Outside of this project, so that no other node_modules is above.
const folder = mkdtempSync(join(tmpdir(), 'bundlers-'));
const context = {
  tarball: join(packed, tarball),
  baseUrl: server.baseUrl,
  project(name: string) {
    mkdirSync(join(folder, name));
    return join(folder, name);
  },
};
for (const { name, style, run } of environments.filter(({ name }) => name.startsWith(wanted))) {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  try {
    const { version, result, firstRequest } = await run(context);
    server.seeDone(result, /./);
    console.log('passed', name, style, version, seconds(), firstRequest);
  } catch (error) {
    process.exitCode = 1;
    console.log('FAILED', name, style, seconds(), error);
  }
}
await server.close();
rmSync(folder, { recursive: true });
