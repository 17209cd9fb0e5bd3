// Requests of every kind for a gateway: good ones, bad ones, and clients that go away in the middle.

import { Agent, type ClientRequest, request as send } from 'node:http';
import { createPath, userToken } from '../../benches/gateway/environment.ts';

/** How many clients send at a time. */
const parallelism = 32;

/** The size of a body that the gateway refuses. */
const tooLarge = 'x'.repeat(70_000);

const rejected = 'no answer';
const closedBefore = 'closed before the request';

/** How a request ended: the status of its answer, if there was one. */
type End = number | typeof rejected;

/** A request, and how it may end: the statuses of its answer. */
interface Kind {
  readonly name: string;
  readonly path?: string;
  readonly method?: string;
  readonly body?: string;
  /** A create needs one. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the body without its length. */
  readonly isChunked?: boolean;
  /** The client goes away after so much of the body was sent. */
  readonly goesAfter?: 'half' | 'whole';
  readonly ends: readonly End[];
}

/** A valid body. The API of the test does what the name says. */
const create = (name: string) =>
  JSON.stringify({
    actor: {
      name,
      last_name: 'Gil',
      identity_document: { document_number: '12345678Z', document_type: 'NIF', country: 'ES' },
    },
    expires_in: 'PT15M',
    sequence: [{ identification_type: 'AGENT' }],
  });

const chain = (id: string, end = '') => `${createPath}/${id}${end}`;

/** The keys of creates with an unknown outcome, which the store keeps for 30 days, are few. */
const unknownKeys = 50;

/** How many requests before a repeat its first request was. */
const earlier = 230;

/** How a keyed create ends if another one with its key still runs, or had another body. */
const repeated = [409, 422];

/** The kinds of requests, of which the n-th of all requests has number n modulo their number. */
const kinds: readonly ((index: number) => Kind)[] = [
  (index) => ({
    name: 'a create',
    key: `k-${index}`,
    body: create(`Ana ${index}`),
    ends: [201, ...repeated],
  }),
  (index) => ({
    name: 'the same again',
    key: `k-${index - 1 - earlier}`,
    body: create(`Ana ${index - 1 - earlier}`),
    ends: [201, ...repeated],
  }),
  (index) => ({
    name: 'another body for the key',
    key: `k-${index - 2 - earlier}`,
    body: create(`Eva ${index}`),
    ends: [201, ...repeated],
  }),
  (index) => ({ name: 'a wrong body', key: `w-${index}`, body: '{"actor":{}}', ends: [400] }),
  (index) => ({ name: 'not JSON', key: `n-${index}`, body: `{${index}`, ends: [400] }),
  (index) => ({ name: 'no key', body: create(`Ana ${index}`), ends: [400] }),
  (index) => ({
    name: 'another origin',
    key: `o-${index}`,
    headers: { Origin: `https://evil-${index}.example` },
    body: create('Ana'),
    ends: [403],
  }),
  (index) => ({ name: 'too large', key: `l-${index}`, body: tooLarge, ends: [413, rejected] }),
  (index) => ({
    name: 'too large, without a length',
    key: `m-${index}`,
    body: tooLarge,
    isChunked: true,
    ends: [413, rejected],
  }),
  (index) => ({
    name: 'gone after half of the body',
    key: `h-${index}`,
    body: create('Ana'.repeat(1_000)),
    goesAfter: 'half',
    ends: [rejected],
  }),
  (index) => ({
    name: 'gone before the answer',
    key: `g-${index}`,
    body: create(`Ana ${index}`),
    goesAfter: 'whole',
    ends: [rejected, 201],
  }),
  (index) => ({ name: 'a cancel', path: chain(`c-${index}`, '/cancel'), body: '', ends: [204] }),
  (index) => ({
    name: 'a cancel with a reason',
    path: chain(`c-${index}`, '/cancel'),
    body: '{"reason":"The customer hung up"}',
    ends: [204],
  }),
  (index) => ({ name: 'a close', path: chain(`c-${index}`, '/close'), ends: [204] }),
  (index) => ({ name: 'a read', path: chain(`c-${index}`), method: 'GET', ends: [200] }),
  () => ({
    name: 'gone before the answer to a read',
    path: chain('hangs'),
    method: 'GET',
    goesAfter: 'whole',
    ends: [rejected],
  }),
  () => ({ name: 'the API fails', path: chain('fails', '/close'), ends: [502] }),
  () => ({ name: 'the API resets', path: chain('resets', '/close'), ends: [502, 503] }),
  (index) => ({
    name: 'the API fails in a create',
    key: `u-${index % unknownKeys}`,
    body: create('fails'),
    ends: [502, 409],
  }),
  (index) => ({
    name: 'no token',
    key: `t-${index}`,
    headers: { Authorization: `Bearer ${index}` },
    body: create('Ana'),
    ends: [403],
  }),
  (index) => ({ name: 'an unknown path', path: `/orgs/acme/${index}`, body: '', ends: [404] }),
  () => ({ name: 'another method', method: 'PUT', body: '{}', ends: [405] }),
  () => ({
    name: 'a preflight',
    method: 'OPTIONS',
    headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' },
    ends: [403],
  }),
];

/** The status if the API did not answer in time, which happens on a busy machine. */
const gaveUp = 504;

/** The part of the requests that may end so. */
const mostLate = 0.05;

/** One request in so many waits until the gateway stops to wait for the API. */
const hangsEvery = 1_000;
const hanging: Kind = { name: 'the API hangs', path: chain('hangs', '/close'), ends: [gaveUp] };

function kindOf(index: number): Kind {
  const kind = index % hangsEvery === 0 ? undefined : kinds[index % kinds.length];
  return kind?.(index) ?? hanging;
}

/** Sends requests of every kind. */
export class Load implements Disposable {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Sends the requests with the numbers from `first` to before `end`.
   *
   * @throws {Error} if one ends as its kind does not, or if the gateway gives the API up too often.
   */
  async send(first: number, end: number): Promise<void> {
    let next = first;
    let late = 0;
    const sendNext = async () => {
      while (next < end) {
        next += 1;
        const kind = kindOf(next - 1);
        const ended = await this.#send(kind);
        if (ended === gaveUp) late += 1;
        else if (!kind.ends.includes(ended)) throw new Error(`${kind.name}: ${ended}`);
      }
    };
    await Promise.all(Array.from({ length: parallelism }, sendNext));
    if (late > (end - first) * mostLate) throw new Error(`${late} answers of ${gaveUp}`);
  }

  /** Sends a request, and once more if the gateway closed its kept connection at the same moment. */
  async #send(kind: Kind): Promise<End> {
    const ended = await this.#sendOnce(kind);
    return ended === closedBefore ? this.#send(kind) : ended;
  }

  #sendOnce(kind: Kind): Promise<End | typeof closedBefore> {
    const { path = createPath, method = 'POST', body = '', key, isChunked } = kind;
    const headers = {
      Authorization: userToken,
      'User-Agent': 'abuse/1.0',
      ...(body !== '' && { 'Content-Type': 'application/json' }),
      ...(method === 'POST' && !isChunked && { 'Content-Length': Buffer.byteLength(body) }),
      ...(key !== undefined && { 'Idempotency-Key': key }),
      ...kind.headers,
    };
    return new Promise((resolve) => {
      // The gateway closes a connection with the rest of a body that is too large.
      const agent = body === tooLarge ? false : this.#agent;
      const request = send(this.#url + path, { method, headers, agent })
        .on('response', (response) => {
          const { statusCode = 0 } = response;
          response
            .resume()
            .on('end', () => resolve(statusCode))
            .on('error', () => resolve(rejected));
        })
        .on('error', ({ code }: NodeJS.ErrnoException) => {
          const isKept = request.reusedSocket && code === 'ECONNRESET';
          resolve(isKept && !kind.ends.includes(rejected) ? closedBefore : rejected);
        });
      // After an answer, or an error, this has no effect.
      request.on('close', () => resolve(rejected));
      if (kind.goesAfter === undefined) request.end(body);
      else leave(request, body, kind.goesAfter);
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

/** Sends a part of a body, or all of it, and closes the connection. */
function leave(request: ClientRequest, body: string, after: 'half' | 'whole'): void {
  const isHalf = after === 'half';
  const sent = isHalf ? body.slice(0, body.length / 2) : body;
  const go = () => setImmediate(() => request.destroy(new Error('gone')));
  if (isHalf) request.write(sent, go);
  else request.end(sent, go);
}
