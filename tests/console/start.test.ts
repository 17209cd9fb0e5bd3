// Tests what `make start` prints: the commands, run as they are.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { type Server, type Started, startServer } from '../support/program.ts';

let demo: Server & Started;
before(async () => {
  demo = await startServer(['node', 'www/demo/demo.ts', '--stay'], { cwd: process.cwd() });
  for (const { stdout } = demo.child; !demo.output().includes('Press Ctrl-C'); ) {
    assert.ok(stdout !== null);
    await once(stdout, 'data');
  }
});
after(() => demo?.[Symbol.asyncDispose]());

/** Runs the printed command below a line, and returns the answer. */
async function printed(line: string, change = (command: string) => command): Promise<string> {
  const lines = demo.output().split('\n');
  const command = lines[lines.findIndex((text) => text.includes(line)) + 1] ?? '';
  assert.match(command, /^ {4}curl/);
  const { stdout } = await promisify(execFile)('sh', ['-c', change(command)]);
  return stdout;
}

it('every step of the demo passes', () => {
  assert.match(demo.output(), /Everything works as expected\./);
  assert.doesNotMatch(demo.output(), /FAILED/);
});

it('has no token in a command', () => {
  assert.doesNotMatch(demo.output(), /Authorization|sandbox-token/);
});

it('creates one chain, cancels it, and simulates a fault', async () => {
  const first = await printed('Create a chain');
  assert.match(first, /^HTTP\/1\.1 201 /);
  const second = await printed('Create a chain');
  assert.match(second, /idempotency-replayed: true/i);
  const [, id = ''] = /"identification_chain_id":"([^"]+)"/.exec(first) ?? [];
  assert.ok(second.includes(id));
  const cancelled = await printed('Cancel it, with the id', (command) =>
    command.replace('/ID/', `/${id}/`),
  );
  assert.match(cancelled, /^HTTP\/1\.1 204 /);
  const fault = await printed('Let the next request', (command) =>
    command.replace('reset=after', 'status=500'),
  );
  assert.match(fault, /^HTTP\/1\.1 204 /);
  const failed = await printed('Create a chain', (command) => command.replace(': first', ': new'));
  assert.match(failed, /^HTTP\/1\.1 502 [\s\S]*outcome-unknown/);
});

it('refuses a fault that there is not', async () => {
  for (const query of ['reset=often', 'status=9', 'latency=x', 'speed=1', '']) {
    const { status } = await fetch(`${demo.url}/fault?${query}`, { method: 'POST' });
    assert.equal(status, 400, query);
  }
});
