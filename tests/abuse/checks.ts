// Checks, half of which fail, through every function that checks. It runs in any runtime.

import type * as fallback from 'identification-chain/fallback';

/** The functions that check. */
export type Checks = Pick<
  typeof fallback,
  'check' | 'checkField' | 'validate' | 'createChain' | 'cancelChain' | 'closeChain'
>;

/** What a check returns: a report, a request, or the issues of a field. */
type Checked = fallback.Report | Request | readonly fallback.Issue[];

type Check = (api: Checks, index: number) => Checked;

const options = { orgId: 'acme', token: 'the-credential', baseUrl: 'https://api.example/v1' };
const encoder = new TextEncoder();

/** The size of the room for a body in the core. */
const mostBytes = 65_536;

/** A valid request. No two are the same, so that a cache of values grows. */
function request(index: number) {
  return {
    actor: {
      name: `Ana María ${index}`,
      last_name: 'Gil',
      email: `ana-${index}@example.com`,
      identity_document: { document_number: '12345678Z', document_type: 'NIF', country: 'ES' },
    },
    expires_in: 'PT15M',
    sequence: [{ identification_type: 'AGENT' }],
  };
}

const text = (index: number) => JSON.stringify(request(index));
const bytes = (index: number) => encoder.encode(text(index));

/** A valid body of a size, as bytes. */
function padded(index: number, size: number): Uint8Array {
  const body = new Uint8Array(size).fill(0x20);
  body.set(bytes(index));
  return body;
}

const succeeding: readonly Check[] = [
  ({ check }, index) => check('createChain', request(index)),
  ({ check }, index) => check('createChain', text(index)),
  ({ check }, index) => check('createChain', bytes(index)),
  ({ check }, index) => check('createChain', new DataView(bytes(index).buffer)),
  ({ validate }, index) => validate({ actor: { name: `A ${index}` } }, { partial: true }),
  ({ validate }, index) => validate(request(index), { rules: { 'check-letter': 'off' } }),
  ({ checkField }, index) => checkField('/actor/name', `Ana ${index}`),
  ({ createChain }, index) => createChain(options, request(index)),
  ({ createChain }, index) => createChain(options, bytes(index)),
  ({ cancelChain }, index) => cancelChain(options, `c-${index}`, { reason: `Reason ${index}` }),
  ({ closeChain }, index) => closeChain(options, `c-${index}`),
];

const failing: readonly Check[] = [
  ({ check }) => check('createChain', '{"actor":{}}'),
  ({ check }, index) => check('createChain', { ...request(index), expires_in: index }),
  ({ check }, index) => check('createChain', `${text(index)},`),
  ({ check }, index) => check('createChain', bytes(index).fill(0xff, 20, 30)),
  ({ check }, index) => check('cancelChain', { [`reason ${index}`]: 1, reason: [index] }),
  ({ check }, index) => check('createChain', { sequence: new Map([[index, 1]]) }),
  ({ validate }, index) => validate(`${JSON.stringify({ actor: index })}\ud800`),
  ({ checkField }, index) => checkField('/actor/email', `ana ${index}`),
  ({ createChain }, index) => createChain(options, { ...request(index), sequence: [] }),
  ({ createChain }, index) => createChain({ ...options, token: `a\n${index}` }, text(index)),
  ({ createChain }, index) => createChain(options, cycle(index)),
  ({ cancelChain }, index) => cancelChain(options, `c-${index}`, `{"reason":${index}}`),
  ({ closeChain }, index) => closeChain(options, index % 3 === 0 ? '' : '..'),
];

/** Bodies that fill the room, which take longer. */
const largeSucceeding: readonly Check[] = [
  ({ check }, index) => check('createChain', padded(index, mostBytes)),
  ({ createChain }, index) => createChain(options, text(index).padEnd(mostBytes - 2)),
];

const largeFailing: readonly Check[] = [
  ({ check }, index) => check('createChain', padded(index, mostBytes + 1)),
  ({ check }, index) => check('createChain', `[${index}${',{"a":[]}'.repeat(7_000)}]`),
  ({ createChain }, index) => createChain(options, 'ñ'.repeat(mostBytes / 2) + index),
];

/** One check in so many has a large body. */
const largeEvery = 100;

/** An object that JSON cannot represent, deeper than the core reads. */
function cycle(index: number): object {
  const body: { index: number; actor?: object } = { index };
  body.actor = { name: [body] };
  return body;
}

/**
 * Does one check of many. Every second one fails, and of these every second one has its messages read,
 * which makes its issues.
 *
 * @throws {Error} if the check did not end as it should.
 */
export function doCheck(api: Checks, index: number): void {
  const fails = index % 2 === 1;
  const number = index >>> 1;
  const isLarge = number % largeEvery === 0;
  const usual = fails ? failing : succeeding;
  const large = fails ? largeFailing : largeSucceeding;
  const check = isLarge ? pick(large, number / largeEvery) : pick(usual, number);
  if (hasFailed(check, api, index, number % 2 === 0) !== fails) {
    throw new Error(`check ${index} should ${fails ? 'fail' : 'succeed'}: ${check}`);
  }
}

function pick(checks: readonly Check[], number: number): Check {
  const check = checks[number % checks.length];
  if (check === undefined) throw new RangeError('no such check');
  return check;
}

function hasFailed(check: Check, api: Checks, index: number, isRead: boolean): boolean {
  try {
    const checked = check(api, index);
    if (checked instanceof Request) return false;
    if (Array.isArray(checked)) return wordsOf(checked, isRead) > 0;
    const report = checked as fallback.Report;
    return !report.valid && (!isRead || wordsOf(report.issues, true) > 0);
  } catch (error) {
    const { issues } = error as Partial<fallback.ValidationError>;
    if (issues === undefined) throw error;
    return wordsOf(issues, isRead) > 0;
  }
}

/** The length of the messages, or the number of issues if the messages are not read. */
function wordsOf(issues: readonly fallback.Issue[], isRead: boolean): number {
  if (!isRead) return issues.length;
  return issues.reduce((sum, { message }) => sum + message.length, 0);
}
