// Tests that a crash of the core is one typed error and that the next call works, with every loader. The
// core is a copy that crashes on demand: see trapping.ts.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import {
  type Crash,
  closeBrowsers,
  environments,
  heldByFallback,
  installTrapping,
  type Report,
} from './environments.ts';

const failed =
  'CoreError: the core of identification-chain failed; please report this <- RuntimeError';
const unknown = (operation: string) =>
  `OutcomeUnknownError: ${operation}: the outcome is unknown; it may have been done <- ${failed}`;

/** What each crash comes to, everywhere: the ends of the calls, the requests sent, the new instances. */
const expected: Readonly<Record<string, Pick<Crash, 'ends' | 'sent' | 'started'>>> = {
  'a check': { ends: [failed], sent: 0, started: 1 },
  'two checks in a row': { ends: [failed, failed], sent: 0, started: 2 },
  'the list of issues, when it is read': { ends: [failed, 1], sent: 0, started: 1 },
  'a request': { ends: [failed], sent: 0, started: 1 },
  'the answer to a create': { ends: [unknown('createChain')], sent: 1, started: 1 },
  'the answer to a close': { ends: [unknown('closeChain')], sent: 1, started: 1 },
  'the warnings of a chain that was created': {
    ends: [
      'chain-1',
      'CoreError: the core of identification-chain failed to list the warnings of a call that ' +
        'succeeded; please report this <- RuntimeError',
    ],
    sent: 1,
    started: 1,
  },
  'a check, while a call waits for its answer': {
    ends: [failed, 'chain-2'],
    sent: 1,
    started: 1,
  },
};

describe('a crash of the core is one typed error, and the next call works', {
  concurrency: 3,
}, () => {
  let project: string;
  before(async () => {
    project = await installTrapping();
  });
  after(closeBrowsers);

  it('the values of a crashed call are not kept by the fallback', async () => {
    const bytes = await heldByFallback(project);
    assert.ok(bytes < 400_000, String(bytes));
  });

  for (const [name, reportIn] of Object.entries(environments)) {
    describe(name, () => {
      let report: Report;
      before(async () => {
        report = await reportIn(project);
      });
      for (const [crash, { ends, sent, started }] of Object.entries(expected)) {
        it(`in ${crash}`, () => {
          const rest = { isSame: true, holdsBody: false };
          assert.deepEqual(report[crash], { ends, sent, started, ...rest });
        });
      }
    });
  }
});

it('the core that crashes is not the one that is published', () => {
  const published = readFileSync('pkg/dist/core.wasm');
  assert.equal(published.includes('trapping'), false);
  assert.deepEqual(published, readFileSync('target/npm/core.wasm'));
});
