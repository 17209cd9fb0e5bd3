// Passes wrong options: `createClient` throws nothing but a TypeError or a ValidationError, and no
// message holds a value of an option.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createClient, isValidationError } from 'identification-chain';
import { fuzz } from './endless.ts';

/** A value that no message may hold. Names of options may be in a message. */
const canary = 'c4n4ry of a value';

const names = [
  ...['orgId', 'baseUrl', 'gateway', 'token', 'allowInsecure', 'userAgent', 'fetch', 'timeout'],
  ...['totalTimeout', 'retry', 'rules', 'messages', 'idField', 'hooks', 'retries', 'org'],
  ...['__proto__', 'constructor', 'toString'],
];

const values = fc.oneof(
  fc.constantFrom<unknown>(
    canary,
    `https://${canary}`,
    `https://user:${encodeURIComponent(canary)}@h`,
    'https://api.example/v1',
    'acme',
    undefined,
    null,
    0,
    -1,
    Number.NaN,
    1n,
    Symbol(canary),
    () => canary,
    [canary],
    new Map([[canary, canary]]),
    { [canary]: canary },
    { retries: canary },
    { retries: 2.5, maxRetryAfter: Number.POSITIVE_INFINITY },
    { url: canary, keepsKeys: canary },
    { url: 'https://edge.example', keepsKeys: true },
    { 'unknown-value': canary },
    { 'unknown-value': 'off', type: 'off' },
    { getToken: canary },
    { getToken: () => canary },
    { onRequest: canary },
    Object.create(null),
    new Proxy({}, {}),
    new Proxy([], {}),
  ),
  fc.string({ unit: 'binary' }).map((text) => text + canary),
  fc.object({ maxDepth: 1, values: [fc.constant(canary), fc.double(), fc.bigInt()] }),
);

const input = fc.oneof(
  { weight: 15, arbitrary: fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 5 }) },
  { weight: 1, arbitrary: values },
);

function test(options: unknown): void {
  try {
    createClient(options as Parameters<typeof createClient>[0]);
  } catch (error) {
    assert.ok(error instanceof TypeError || isValidationError(error), String(error));
    const texts = [error.message, error.stack, JSON.stringify(error)];
    // A name of an option that is an identifier may be in a message.
    assert.ok(!texts.some((text) => text?.includes(canary)), 'a message has a value of an option');
  }
}

await fuzz(fc.property(input, (options) => test(options)));
