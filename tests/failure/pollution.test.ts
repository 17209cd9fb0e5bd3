// Tests that members of Object.prototype change neither a verdict nor a request: where it goes and what it
// carries. Scripts add such members by mistake, or through a library that merges untrusted objects.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { namesRead } from './names-read.ts';
import type { Polluted } from './polluted.ts';
import type { Step, Who } from './transcript.ts';

/** Names that are left out, and why. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  'every promise and every descriptor of JavaScript reads them': [
    ...['then', 'get', 'set', 'value', 'writable', 'enumerable', 'configurable'],
  ],
  "the streams of Node do not work with it, nor do everybody's arguments": ['length'],
  'JSON.stringify calls it: what it makes of the body is checked, and sent': ['toJSON'],
  'they name the runtime, and change only User-Agent and Connection': [
    ...['process', 'versions', 'Deno', 'deno', 'EdgeRuntime'],
  ],
  'a signal is recognized by it, so that every option looks like one, which is an error': [
    'addEventListener',
  ],
};

const names = namesRead().filter((name) => !Object.values(leftOut).flat().includes(name));

/** The kinds of members with which a call may throw. With all others everything is as before. */
const throwing = ['frozen text', 'accessor that throws'];

const [after, before] = ['after the import', 'before the import'];
/** Kinds and times that a process can test one after the other. Accessors stay in Node's own objects. */
const groups: readonly (readonly [kinds: readonly string[], whens: readonly string[]])[] = [
  [
    ['text', 'flag', 'number', 'object', 'function', 'frozen text'],
    [after, before],
  ],
  [['accessor that takes what is set'], [after]],
  [['accessor that takes what is set'], [before]],
  [['accessor that throws'], [after]],
  [['accessor that throws'], [before]],
];

/** Runs polluted.ts. Returns the transcripts, the first of them without members in Object.prototype. */
async function run(
  who: Who,
  kinds: readonly string[],
  whens: readonly string[],
  members: readonly string[],
): Promise<readonly Polluted[]> {
  const lists = [kinds, whens, members].map((list) => list.join());
  const args = ['tests/failure/polluted.ts', who, ...lists];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e9 });
  return JSON.parse(stdout);
}

/** A step that may throw has sent nothing that it does not send otherwise. */
function assertHarmless(step: string, is: Step, was: Step | undefined): void {
  const { end, sent } = was ?? assert.fail(step);
  if (!is.end.startsWith('threw ')) assert.deepEqual(is, was, step);
  assert.deepEqual(is.sent, sent.slice(0, is.sent.length), `${step}: ${end}`);
}

describe(`Object.prototype has all ${names.length} names that the code reads`, async () => {
  const runs = await Promise.all(groups.map((group) => run('pages', ...group, names)));
  const was = new Map(runs[0]?.[0]?.steps);
  const polluted = runs.flatMap(([, ...found]) => found);
  it('there are steps to compare', () => assert.ok(was.size > 20 && polluted.length === 16));
  for (const { kind, when, steps } of polluted) {
    const mayThrow = throwing.includes(kind);
    it(`${kind}, ${when}: the same verdicts and requests${mayThrow ? ', or an error' : ''}`, () => {
      if (!mayThrow) assert.deepEqual(new Map(steps), was);
      for (const [step, is] of steps) assertHarmless(step, is, was.get(step));
    });
  }
});

/** The options of servers, and what the platform reads of the init of a request. */
const ofServers = `baseUrl gateway orgId token secret store authorize fetch basePath allowOrigins
  allowInsecure allowHeaders allowCredentials requireKey limit retention keepAnswers breaker failures pause
  idField userAgent principal tokenUrl audience issuer subject scope lifetime now timeout reset latency times
  access_token expires_in failure answer response body headers status method url rules messages
  detail issues sealKey isHeld epoch`.split(/\s+/);

describe('Object.prototype has an option of a server: the same answers and requests, or an error', async () => {
  const [clean, ...polluted] = await run(
    'servers',
    ['text', 'object', 'function'],
    [after],
    ofServers,
  );
  const was = new Map(clean?.steps);
  for (const [name, transcripts] of Map.groupBy(polluted, ({ names }) => names.join())) {
    it(name, () => {
      for (const { kind, steps } of transcripts) {
        for (const [step, is] of steps) assertHarmless(`${kind}, ${step}`, is, was.get(step));
      }
    });
  }
});
