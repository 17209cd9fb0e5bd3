// Passes values that no program should have: getters, proxies, odd prototypes, cycles, `toJSON`.
// `validate` and `createChain` throw nothing but documented errors, and what they accept is what
// `JSON.stringify` writes, without a loss.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isValidationError, validate } from 'identification-chain';
import { check, createChain } from 'identification-chain/core';
import { referenceRequest } from '../../www/demo/reference.ts';
import { fuzz } from './endless.ts';

/** What the values themselves throw. It is the caller's own error, and passes through. */
class OwnError extends Error {}

const throwing = () => {
  throw new OwnError('own');
};

/** Values that are the same each time they are read. */
const constants: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  1e21,
  1n,
  Symbol('s'),
  () => 'a',
  undefined,
  null,
  '\ud800',
  'a\u2028b',
  new Map([['a', 1]]),
  new Date(0),
  new Date(Number.NaN),
  Object(1n),
  Object(Symbol('s')),
  Object('text'),
  Object(Number.NaN),
  new Error('e'),
  /a/,
  new Uint8Array([123, 125]),
  new Proxy({ a: 1 }, {}),
  new Proxy([1], {}),
  Object.create({ inherited: 1 }),
  Object.create(null, { own: { value: 1, enumerable: true } }),
  Object.freeze({ a: undefined }),
  { [Symbol.toStringTag]: 'Map' },
  { [Symbol.toPrimitive]: throwing },
  // biome-ignore lint/suspicious/noSparseArray: a hole is one of the values to test.
  [1, , 2],
  Object.assign([1], { extra: 1 }),
  Object.assign([1], { toJSON: () => [2] }),
  new (class Own {
    #hidden = 1;
    shown = this.#hidden;
  })(),
  { toJSON: () => 'a' },
  { toJSON: () => undefined },
  { toJSON: 1 },
  { ['__proto__']: { a: 1 } },
];

const objects = fc.object({
  maxDepth: 2,
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Makes values that change from one reading to the next, or throw. */
const moody = fc
  .tuple(fc.constantFrom(...constants), fc.constantFrom(...constants))
  .chain(([first, then]) => {
    const changing = () => {
      let count = 0;
      return () => (count++ === 0 ? first : then);
    };
    return fc.constantFrom<() => unknown>(
      () => Object.defineProperty({}, 'a', { get: changing(), enumerable: true }),
      () => Object.defineProperty({}, 'a', { get: throwing, enumerable: true }),
      () => ({ toJSON: changing() }),
      () => ({ toJSON: throwing }),
      () => new Proxy({ a: 1 }, { get: changing() }),
      () => new Proxy({ a: 1 }, { ownKeys: throwing }),
      () => new Proxy([1], { get: throwing }),
      () => new Proxy({}, { getPrototypeOf: throwing }),
    );
  });

const paths: readonly (readonly (string | number)[])[] = [
  ['actor'],
  ['actor', 'email'],
  ['actor', 'msisdn', 'phone_number'],
  ['actor', 'identity_document'],
  ['expires_in'],
  ['sequence'],
  ['sequence', 0],
  ['sequence', 0, 'otp_step', 'channel', 'external'],
  ['sequence', 3],
  ['unknown'],
  ['actor', 'toJSON'],
];

/** The request of the reference with values at some places. */
function requestWith(
  places: readonly (readonly [readonly (string | number)[], unknown])[],
): unknown {
  const request: unknown = structuredClone(referenceRequest);
  // The deepest place first, so that no value gets a member.
  for (const [path, value] of places.toSorted(([a], [b]) => b.length - a.length)) {
    let parent = request as Record<string | number, unknown>;
    for (const name of path.slice(0, -1)) {
      const next = parent[name];
      if (typeof next !== 'object' || next === null) break;
      parent = next as typeof parent;
    }
    const name = path.at(-1) ?? '';
    Reflect.set(parent, name, value === 'cycle' ? request : value);
  }
  return request;
}

const place = <T>(value: fc.Arbitrary<T>) => fc.tuple(fc.constantFrom(...paths), value);
const stable = fc.oneof(
  fc.constantFrom(...constants, 'cycle'),
  objects,
  fc.string({ unit: 'binary' }),
  fc.double(),
);
const input = fc.record({
  steady: fc.array(place(stable), { maxLength: 3 }),
  moody: fc.array(place(moody), { maxLength: 1 }),
  // Instead of the request.
  alone: fc.option(fc.record({ value: stable }), { freq: 8, nil: undefined }),
});

/**
 * Calls a function. Returns nothing if it throws an error that is documented, or the caller's own.
 *
 * The engine has a TypeError of its own for a value that becomes a BigInt, or a proxy that lies, between
 * the check and `JSON.stringify`. Only values that change can do that.
 */
function attempted<T>(call: () => T, isSteady: boolean): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isValidationError(error) || error instanceof OwnError) return undefined;
    if (!isSteady && error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Whether a text is JSON without an error. */
function isAccepted(text: string): boolean {
  return check('createChain', text).valid;
}

/** Whether parsed JSON has everything that is in a value. A member that is `undefined` is absent. */
function isWhole(parsed: unknown, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return parsed === value;
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON === 'function') return isWhole(parsed, toJSON.call(value));
  if (value instanceof Number || value instanceof String || value instanceof Boolean) {
    return parsed === value.valueOf();
  }
  if (Array.isArray(value)) {
    const isSame = Array.isArray(parsed) && parsed.length === value.length;
    return isSame && parsed.every((item, index) => isWhole(item, value[index]));
  }
  if (typeof parsed !== 'object' || parsed === null) return false;
  // A plain object may say that it is a Map, and loses nothing.
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain && Object.prototype.toString.call(value) !== '[object Object]') return false;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const read = new Map(Object.entries(parsed));
  const isSame = members.every(([name, member]) => isWhole(read.get(name), member));
  return isSame && members.length === read.size;
}

async function test(request: unknown, isSteady: boolean): Promise<void> {
  const report = attempted(() => validate(request, { partial: false }), isSteady);
  const sent = attempted(() => createChain({ orgId: 'acme' }, request as object), isSteady);
  const text = await sent?.text();
  if (text !== undefined) {
    assert.ok(isAccepted(text), 'a request that the check refuses was built');
    JSON.parse(text);
  }
  const isBytes = typeof request === 'string' || ArrayBuffer.isView(request);
  if (!isSteady || isBytes) return;
  assert.equal(report?.valid, text !== undefined, 'validate and createChain differ');
  if (text === undefined) return;
  assert.equal(text, JSON.stringify(request));
  assert.ok(isWhole(JSON.parse(text), request), 'JSON has less than the value');
  const again = validate(JSON.parse(text));
  assert.ok(again.valid);
  assert.deepEqual(again.issues, report?.issues);
}

await fuzz(
  fc.asyncProperty(input, ({ steady, moody, alone }) => {
    const made = moody.map(([path, make]) => [path, make()] as const);
    const request = alone === undefined ? requestWith([...steady, ...made]) : alone.value;
    return test(request, moody.length === 0);
  }),
);
