// Tests React Native's bundler and engine: Metro, with the configuration of a new application, and
// Hermes. It sends nothing, because that needs a phone.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, it } from 'node:test';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { check } from 'identification-chain/core';
import { requests } from '../schema/requests.ts';
import { installPackage } from '../support/installed.ts';

const packages = {
  '@babel/core': '7.29.13',
  '@babel/runtime': '7.29.14',
  '@react-native/babel-preset': '0.88.1',
  '@react-native/metro-config': '0.88.1',
  'hermes-engine-cli': '0.12.0',
  metro: '0.87.1',
};
const engines: Partial<Record<string, string>> = {
  'linux x64': 'linux64-bin/hermes',
  'darwin x64': 'osx-bin/hermes',
  'darwin arm64': 'osx-bin/hermes',
  'win32 x64': 'win64-bin/hermes.exe',
};
const engine = engines[`${process.platform} ${process.arch}`];
const skip = engine === undefined ? 'there is no build of Hermes for this machine' : false;

const bodies = fc.sample(requests, { numRuns: 100, seed: 1 }).map((body) => JSON.stringify(body));
const files = {
  'metro.config.js': `const { getDefaultConfig } = require('@react-native/metro-config');
const { serializer, ...config } = getDefaultConfig(__dirname);
// React Native's own modules are not installed.
const alone = { getModulesRunBeforeMainModule: () => [], getPolyfills: () => [] };
module.exports = { ...config, serializer: { ...serializer, ...alone } };
`,
  'babel.config.js': "module.exports = { presets: ['module:@react-native/babel-preset'] };\n",
  'index.js': `import { createClient, validate } from 'identification-chain';
import { check } from 'identification-chain/core';
import { createChainRequest } from 'identification-chain/schema';

createClient({ orgId: 'acme' });
const bodies = ${JSON.stringify(bodies)};
print(JSON.stringify({
  issues: bodies.map((body) => check('createChain', body).issues),
  valid: bodies.map((body) => validate(body).valid),
  standard: bodies.map((body) => !createChainRequest['~standard'].validate(JSON.parse(body)).issues),
}));
`,
};

let project: string;
const run = (program: string, args: readonly string[]) =>
  promisify(execFile)(program, args, { cwd: project, maxBuffer: 1e9 });

before(async () => {
  if (skip) return;
  project = installPackage('react-native');
  const versions = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...versions]);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
});

it(`checks ${bodies.length} requests in Hermes as in Node`, { skip }, async () => {
  const bundle = ['build', 'index.js', '--out', 'out.js', '--platform', 'ios'];
  await run('node_modules/.bin/metro', [...bundle, '--config', 'metro.config.js']);
  const hermes = join(project, 'node_modules/hermes-engine-cli', engine ?? '');
  const { stdout } = await run(hermes, ['-w', 'out.js']);
  const reports = bodies.map((body) => check('createChain', body));
  const valid = reports.map(({ errors }) => errors === 0);
  assert.ok(valid.includes(true) && valid.includes(false));
  assert.deepEqual(JSON.parse(stdout), {
    issues: JSON.parse(JSON.stringify(reports.map(({ issues }) => issues))),
    valid,
    standard: valid,
  });
});
