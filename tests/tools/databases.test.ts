// Tests what `tools/databases` says and installs, and that the tests skip a store without a database,
// except in CI.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

const root = join(import.meta.dirname, '../..');

/** The commands of a machine, as scripts. */
type Commands = Readonly<Record<string, string>>;

const user = { id: 'echo 1000' };
const administrator = { id: 'echo 0' };
const present = { initdb: '', 'redis-server': '' };
const apt = (install: string) => ({
  'apt-get': `[ "$1" = update ] || { echo "$@" >&2; ${install}; }`,
});
const installs = apt(
  'for name in initdb redis-server; do echo > "$BIN/$name"; /bin/chmod +x "$BIN/$name"; done',
);

const urls = { DATABASE_URL: 'postgres://db', REDIS_URL: 'redis://db' };
const both =
  /^The gateway's stores are not all tested: install postgresql redis-server, or set .*\n$/;
const redisOnly = /^The gateway's stores are not all tested: install redis-server, or set .*\n$/;
const installed = /^install -qq -y --no-install-recommends postgresql redis-server\n$/;

interface Machine {
  readonly commands: Commands;
  readonly env?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly errors: RegExp;
}

const machines: Readonly<Record<string, Machine>> = {
  'both are there': { commands: { ...user, ...present }, status: 0, errors: /^$/ },
  'Valkey is there': {
    commands: { ...user, initdb: '', 'valkey-server': '' },
    status: 0,
    errors: /^$/,
  },
  'both run elsewhere': { commands: user, env: urls, status: 0, errors: /^$/ },
  'none is there': { commands: user, status: 0, errors: both },
  'none is there, in CI': { commands: user, env: { CI: '1' }, status: 1, errors: both },
  'one is there': { commands: { ...user, initdb: '' }, status: 0, errors: redisOnly },
  'a user cannot install': { commands: { ...user, ...installs }, status: 0, errors: both },
  'root installs': { commands: { ...administrator, ...installs }, status: 0, errors: installed },
  'root cannot install, in CI': {
    commands: { ...administrator, ...apt('exit 100') },
    env: { CI: '1' },
    status: 1,
    errors: new RegExp(`${installed.source.slice(0, -1)}${both.source.slice(1)}`),
  },
};

/** Runs a program on a machine that has these commands only. */
function runOn(commands: Commands, env: Machine['env'], command: string, args: readonly string[]) {
  const bin = mkdtempSync(join(tmpdir(), 'machine-'));
  for (const [name, script] of Object.entries(commands)) {
    writeFileSync(join(bin, name), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  }
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: bin, BIN: bin, POSTGRES_BIN: bin, ...env },
  });
  rmSync(bin, { recursive: true });
  return result;
}

for (const [name, { commands, env, status, errors }] of Object.entries(machines)) {
  it(`tools/databases: ${name}`, () => {
    const result = runOn(commands, env, '/bin/bash', ['tools/databases']);
    assert.match(result.stderr, errors);
    assert.equal(result.status, status);
  });
}

for (const [place, env, status, output] of [
  ['elsewhere', {}, 0, /^# skipped 4$/m],
  ['in CI', { CI: '1' }, 1, /error: 'Postgres is missing.*error: 'Redis is missing/s],
] as const) {
  it(`a store without a database is ${status === 0 ? 'skipped' : 'a failure'} ${place}`, () => {
    const pattern = '(Postgres|Redis)Store by .* keeps the first record';
    const flags = ['--test', '--test-reporter=tap', `--test-name-pattern=${pattern}`];
    const result = runOn({}, env, process.execPath, [...flags, 'tests/gateway/stores.test.ts']);
    assert.ok(output.test(result.stdout), result.stdout);
    assert.equal(result.status, status);
  });
}
