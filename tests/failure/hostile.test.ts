// Tests frozen built-in objects, and built-in functions that another script has broken: the result is the
// same, or there is an error, and it is the same again when they work.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import * as core from 'identification-chain/core';
import * as fallback from 'identification-chain/fallback';
import { checkForm } from 'identification-chain/forms';
import { en } from 'identification-chain/forms/en';
import { requestSchema } from 'identification-chain/schema';
import { referenceRequest } from '../../www/demo/reference.ts';
import { replaceRequest, type Who } from './transcript.ts';

// Node's own `Request` reads the body later, when the functions work again or another one is broken.
replaceRequest();

async function frozen(who: Who, when: 'never' | 'before' | 'after') {
  const args = ['tests/failure/frozen.ts', who, when];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

describe('the global object and the built-in objects are frozen', () => {
  for (const when of ['before', 'after'] as const) {
    for (const who of ['pages', 'servers'] as const) {
      it(`${when} the import: ${who} have the same verdicts, requests and answers`, async () => {
        const [is, was] = await Promise.all([frozen(who, when), frozen(who, 'never')]);
        assert.deepEqual([is.isFrozen, was.isFrozen], [true, false]);
        assert.deepEqual(is.found, was.found);
      });
    }
  }
});

/** The objects whose functions the package calls. */
const owners: Readonly<Record<string, object>> = {
  'Array.prototype': Array.prototype,
  'String.prototype': String.prototype,
  'Map.prototype': Map.prototype,
  'Set.prototype': Set.prototype,
  'WeakMap.prototype': WeakMap.prototype,
  'RegExp.prototype': RegExp.prototype,
  'TypedArray.prototype': Object.getPrototypeOf(Uint8Array.prototype),
  'ArrayBuffer.prototype': ArrayBuffer.prototype,
  'TextEncoder.prototype': TextEncoder.prototype,
  'TextDecoder.prototype': TextDecoder.prototype,
  'Headers.prototype': Headers.prototype,
  'Number.prototype': Number.prototype,
  Object,
  Array,
  Number,
  String,
  JSON,
  Math,
  Reflect,
  ArrayBuffer,
};

const wrongRequest = { ...referenceRequest, expires_in: '15' };
const answer = {
  status: 201,
  headers: new Headers({ Location: '/v1/orgs/acme/identifications/chain/7' }),
  body: new TextEncoder().encode('{"id":"chain-1"}'),
};

/** What the package does at once, with the core of an entry. */
function stepsOf(entry: Pick<typeof core, 'check' | 'createChain' | 'readResponse'>) {
  const json = JSON.stringify(wrongRequest);
  const bytes = new TextEncoder().encode(json);
  return {
    'a valid request': () => entry.check('createChain', referenceRequest).errors,
    'a wrong request': () => entry.check('createChain', wrongRequest).errors,
    'a wrong text': () => entry.check('createChain', json).errors,
    'wrong bytes': () => entry.check('createChain', bytes).errors,
    issues: () => entry.check('createChain', json).issues,
    overrides: () => entry.check('createChain', json, { rules: { duration: 'off' } }).errors,
    'a request': () => entry.createChain({ orgId: 'acme', token: 't' }, referenceRequest).url,
    'an answer': () => entry.readResponse('createChain', answer),
    'a form': () => checkForm('createChain', { expires_in: '15' }, { messages: en }).issues,
    'a schema': () => requestSchema('createChain')['~standard'].validate(wrongRequest),
  };
}

/** Replaces a function while `work` runs. */
function withBroken<Result>(owner: object, name: string | symbol, work: () => Result): Result {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name) ?? {};
  const broken = () => {
    throw new RangeError('broken');
  };
  Object.defineProperty(owner, name, { ...descriptor, value: broken });
  try {
    return work();
  } finally {
    Object.defineProperty(owner, name, descriptor);
  }
}

/** The names of the functions of an object that can be replaced. */
function functionsOf(owner: object): (string | symbol)[] {
  return Reflect.ownKeys(owner).filter((name) => {
    const { value, configurable } = Object.getOwnPropertyDescriptor(owner, name) ?? {};
    return name !== 'constructor' && typeof value === 'function' && configurable;
  });
}

/** Checks that a step is right or throws while a function is broken, and is right when it works again. */
function assertHarmless(owner: object, name: string | symbol, work: () => unknown): void {
  const was = work();
  let ended: { readonly result?: unknown } = {};
  try {
    ended = withBroken(owner, name, () => ({ result: work() }));
  } catch {
    // A broken function may fail the call.
  }
  if ('result' in ended) assert.deepEqual(ended.result, was, String(name));
  assert.deepEqual(work(), was, `after ${String(name)}`);
}

for (const [entry, steps] of Object.entries({ core: stepsOf(core), fallback: stepsOf(fallback) })) {
  describe(`a broken built-in function, with the entry ${entry}`, () => {
    for (const [title, owner] of Object.entries(owners)) {
      it(`${title}: each result is right, or there is an error, and then it is right again`, () => {
        for (const name of functionsOf(owner)) {
          for (const work of Object.values(steps)) assertHarmless(owner, name, work);
        }
      });
    }
  });
}
