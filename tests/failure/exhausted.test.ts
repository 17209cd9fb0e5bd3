// Tests a host that runs out of memory or of stack: each call ends once, with a typed error or the right
// result, and the next one works.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import * as api from 'identification-chain';
import * as fallback from 'identification-chain/fallback';
import { referenceRequest } from '../../www/demo/reference.ts';
import { copyOfSlim } from '../support/slim-copies.ts';
import { withMostMemory } from './trapping.ts';

type Entry = Pick<typeof api, 'createClient' | 'validate'>;

const failed = 'the core of identification-chain failed; please report this';

/** A body that takes the most memory: each of its names is unescaped and remembered. */
const names = Array.from({ length: 4500 }, (_, index) => `"\\u0061${index.toString(36)}":0`);
const manyNames = `{${names.join()}}`;
/** A body that is an array of many empty objects. */
const largest = `[${'{},'.repeat(21_000)}{}]`;

describe('a memory of WebAssembly that cannot grow', () => {
  const core = readFileSync('pkg/dist/core.wasm');
  const bodies: Readonly<Record<string, string>> = { manyNames, largest };

  for (const [name, body] of Object.entries(bodies)) {
    it(`the issues of ${name}: the list, or one CoreError, and then the next check works`, async () => {
      let errors = 0;
      // The core starts with 17 pages, and adds two for bodies.
      for (const pages of [19, 20, 24, 40, 80]) {
        const slim = await copyOfSlim();
        await slim.preload(withMostMemory(core, pages));
        try {
          assert.deepEqual(slim.validate(body).issues, api.validate(body).issues);
        } catch (error) {
          if (!slim.isCoreError(error)) throw error;
          errors += 1;
          assert.equal(error.message, failed);
          assert.equal((error.cause as Error).name, 'RuntimeError');
        }
        assert.deepEqual(slim.validate('{}').issues, api.validate('{}').issues);
        assert.ok(slim.validate(referenceRequest).valid);
      }
      if (body === manyNames) assert.ok(errors > 0, 'no memory was too small');
    });
  }

  it('no memory for a body: every check is one CoreError', async () => {
    const slim = await copyOfSlim();
    await slim.preload(withMostMemory(core, 18));
    for (const body of [referenceRequest, '{}']) {
      assert.throws(() => slim.validate(body), { name: 'CoreError', message: failed });
    }
  });

  it('no memory for an answer: the outcome is unknown, and the next call works', async () => {
    const slim = await copyOfSlim();
    await slim.preload(withMostMemory(core, 19));
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return Response.json({ id: 'x'.repeat(sent === 1 ? 2_000_000 : 1) }, { status: 201 });
    };
    const chains = slim.createClient({ orgId: 'acme', fetch });
    await assert.rejects(chains.createChain(referenceRequest), (error) => {
      assert.ok(slim.isOutcomeUnknownError(error));
      assert.ok(slim.isCoreError(error.cause));
      assert.equal((error.cause as Error).message, failed);
      return true;
    });
    assert.equal(sent, 1);
    assert.equal((await chains.createChain(referenceRequest)).id, 'x');
  });
});

describe('JavaScript has no memory for an ArrayBuffer', () => {
  /** Lets the constructor fail while `work` runs, as it does when there is no memory. */
  function withoutMemory<Result>(work: () => Result): Result {
    const host = globalThis as { ArrayBuffer: unknown };
    const { ArrayBuffer: own } = globalThis;
    host.ArrayBuffer = function refusing() {
      throw new RangeError('Array buffer allocation failed');
    };
    try {
      return work();
    } finally {
      host.ArrayBuffer = own;
    }
  }

  it('the memory of the fallback cannot grow: one CoreError, and the next check works', () => {
    // The first check starts the core.
    assert.equal(fallback.validate('{}').errors, 3);
    assert.throws(
      () => withoutMemory(() => fallback.validate(manyNames)),
      (error) => fallback.isCoreError(error) && error.message === failed,
    );
    assert.deepEqual(fallback.validate(manyNames).issues, api.validate(manyNames).issues);
    assert.deepEqual(fallback.validate('{}').issues, api.validate('{}').issues);
  });

  it('the fallback cannot start: one CoreError, and the next check works', () => {
    // A crash, so that the next call starts an instance.
    const rules = new Uint8Array(2 ** 31);
    assert.throws(() => fallback.check('createChain', '{}', { rules }), fallback.isCoreError);
    assert.throws(
      () => withoutMemory(() => fallback.validate('{}')),
      (error) =>
        fallback.isCoreError(error) && /could not be loaded or started$/.test(error.message),
    );
    assert.equal(fallback.validate('{}').errors, 3);
  });

  it('a heap that is nearly full still gives the right verdicts', async () => {
    const program = `
import { validate } from 'identification-chain';
const body = ${JSON.stringify(largest)};
const verdicts = new Set();
const held = [];
for (let round = 0; round < 300; round++) {
  if (held.length < 20) held.push(new Array(100_000).fill(round));
  verdicts.add(validate(body).errors);
}
console.log(JSON.stringify([...verdicts]));
`;
    const args = ['--max-old-space-size=24', '--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    assert.deepEqual(JSON.parse(stdout), [api.validate(largest).errors]);
  });
});

/** Calls `work` at every depth near the end of the stack. Returns how often it ran, and its errors. */
function atEveryDepth(work: () => void): { ran: number; errors: readonly unknown[] } {
  let ran = 0;
  const errors: unknown[] = [];
  const deeper = (): void => {
    try {
      deeper();
    } finally {
      if (ran + errors.length < 600) {
        try {
          work();
          ran += 1;
        } catch (error) {
          errors.push(error);
        }
      }
    }
  };
  assert.throws(deeper, RangeError);
  return { ran, errors };
}

/** The errors of a full stack. V8 throws a SyntaxError if a regular expression has no stack. */
const overflow = /^(RangeError|SyntaxError): .*stack/i;

/** Each error is the engine's, or a CoreError that has it as its cause, if the core could not start. */
function assertOverflows({ ran, errors }: ReturnType<typeof atEveryDepth>): void {
  assert.ok(ran > 0 && errors.length > 0, `${ran}, ${errors.length}`);
  for (const error of errors) {
    assert.match(String(api.isCoreError(error) ? error.cause : error), overflow);
  }
}

/** Starts calls at every depth near the end of the stack. Prints how they ended, and what was sent. */
const callsAtEveryDepth = (entry: string) => `
import { createClient } from '${entry}';
// At the last frames V8 has no stack to handle the rejection of an inner promise.
process.on('unhandledRejection', () => {});
const request = ${JSON.stringify(referenceRequest)};
const sent = [];
const chains = createClient({
  orgId: 'acme',
  retry: false,
  async fetch(request) {
    sent.push(await request.text());
    return Response.json({ id: 'chain-1' }, { status: 201 });
  },
});
await chains.createChain(request);
const calls = [];
let left = 600;
const deeper = () => {
  try { deeper(); } finally {
    if (left-- > 0) {
      try { calls.push(chains.createChain(request)); } catch (error) { calls.push(Promise.reject(error)); }
    }
  }
};
try { deeper(); } catch {}
const ends = await Promise.allSettled(calls);
const last = await chains.createChain(request);
console.log(JSON.stringify({
  calls: calls.length,
  created: ends.filter(({ value }) => value?.id === 'chain-1').length,
  sent: sent.length - 2,
  bodies: new Set(sent).size,
  errors: [...new Set(ends.flatMap(({ reason }) => (reason === undefined ? [] : [String(reason)])))],
  last: last.id,
}));
`;

for (const [name, entry] of Object.entries<Entry>({ 'the default entry': api, fallback })) {
  describe(`${name}, with a stack that is nearly full`, () => {
    const verdict = () => entry.validate(referenceRequest);

    it('a check is right or a RangeError at every depth, and the next one works', () => {
      const verdicts: boolean[] = [];
      assertOverflows(atEveryDepth(() => void verdicts.push(verdict().valid)));
      assert.deepEqual(new Set(verdicts), new Set([true]));
      assert.deepEqual(verdict().issues, api.validate(referenceRequest).issues);
    });

    it('a list of issues is right or a RangeError at every depth', () => {
      const wrong = { ...referenceRequest, expires_in: '15' };
      const { issues } = entry.validate(wrong);
      const lists: (typeof issues)[] = [];
      assertOverflows(atEveryDepth(() => void lists.push(entry.validate(wrong).issues)));
      for (const list of lists) assert.deepEqual(list, issues);
      assert.deepEqual(entry.validate(wrong).issues, issues);
    });

    it('a call ends once at every depth, has sent what it says, and the next one works', async () => {
      const from = entry === api ? 'identification-chain' : 'identification-chain/fallback';
      const args = ['--input-type=module', '--eval', callsAtEveryDepth(from)];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      const { calls, created, sent, bodies, errors, last } = JSON.parse(stdout);
      assert.ok(created > 0 && created < calls, stdout);
      assert.equal(sent, created);
      assert.deepEqual([bodies, last], [1, 'chain-1']);
      for (const error of errors) assert.match(error, overflow);
    });

    it('deep text and deep objects have an issue, at any depth', () => {
      for (const depth of [129, 1000, 30_000]) {
        const text = '['.repeat(depth) + ']'.repeat(depth);
        let object: unknown = 0;
        for (let level = 0; level < depth; level++) object = { inner: object };
        for (const body of [text, object]) {
          const rules = entry.validate(body as string).issues.map(({ rule }) => rule);
          assert.ok(rules.includes('too-deep'), `${depth}: ${rules.slice(0, 5)}`);
        }
      }
      assert.ok(verdict().valid);
    });
  });
}
