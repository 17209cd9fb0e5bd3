// The groups that call: from the caller's value to the outcome, with a `fetch` that answers at once. The
// peers do what a careful team writes: they validate, send, read the answer and throw its error.

import { type CreateChainRequest, createClient, isBadRequestError } from 'identification-chain';
import ky, { isHTTPError } from 'ky';
import createOpenapiClient from 'openapi-fetch';
import type { paths } from '../www/client/generated/openapi.ts';
import { clean, reference } from './bodies.ts';
import { peers, type Validator } from './peers.ts';
import type { Candidate, Group } from './rounds.ts';

const orgId = 'acme';
const baseUrl = 'https://api.example/identification/v1';
const path = `orgs/${orgId}/identifications/chain`;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One kind of call. */
interface Situation {
  readonly value: CreateChainRequest | Uint8Array<ArrayBuffer>;
  /** A function returns the token for each call, or it is known. */
  readonly token: string | (() => Promise<string>);
  readonly fetch: () => Promise<Response>;
}

/** A caller returns the id of the chain that it created, or what the server says is wrong. */
type Caller = () => Promise<unknown>;

const json = { 'Content-Type': 'application/json' };
const created = async () => new Response('{"id":"a1b2"}', { status: 201, headers: json });
const refused = async () => new Response('{"message":"no"}', { status: 400, headers: json });

/** The API requires it. The package sends one by itself. */
const userAgent = { 'User-Agent': 'shop/1.0' };

function ours({ value, token, fetch }: Situation): Caller {
  const client = createClient({ orgId, baseUrl, token, fetch });
  return async () => {
    try {
      return (await client.createChain(value)).id;
    } catch (error) {
      if (isBadRequestError(error)) return error.body;
      throw error;
    }
  };
}

/** The value as an object. Bytes are parsed. */
function objectOf(value: Situation['value']): CreateChainRequest {
  return value instanceof Uint8Array ? JSON.parse(decoder.decode(value)) : value;
}

function checked(value: Situation['value'], { accepts }: Validator): CreateChainRequest {
  const request = objectOf(value);
  if (!accepts(request)) throw new Error('a request of the benchmark is invalid');
  return request;
}

async function authorizationOf(token: Situation['token']): Promise<string> {
  return `Bearer ${typeof token === 'string' ? token : await token()}`;
}

/** A library for validation, and ky with its defaults. */
function withKy({ value, token, fetch }: Situation, validator: Validator): Caller {
  const known = typeof token === 'string' ? { Authorization: `Bearer ${token}` } : {};
  const client = ky.create({ prefix: baseUrl, fetch, headers: { ...userAgent, ...known } });
  return async () => {
    const request = checked(value, validator);
    const options =
      typeof token === 'string'
        ? { json: request }
        : { json: request, headers: { Authorization: await authorizationOf(token) } };
    try {
      return (await client.post(path, options).json<{ id: string }>()).id;
    } catch (error) {
      if (isHTTPError(error)) return error.data;
      throw error;
    }
  };
}

/** openapi-fetch, which has the types of the API and checks nothing when it runs. */
function withOpenapiFetch(situation: Situation, validator?: Validator): Caller {
  const { value, token, fetch } = situation;
  const client = createOpenapiClient<paths>({ baseUrl, fetch });
  return async () => {
    const body = validator === undefined ? objectOf(value) : checked(value, validator);
    const { data, error } = await client.POST('/orgs/{org_id}/identifications/chain', {
      params: { path: { org_id: orgId }, header: userAgent },
      headers: { Authorization: await authorizationOf(token) },
      body,
    });
    return error ?? (data as unknown as { id: string }).id;
  };
}

/** What the platform has: nothing is checked. */
function bare({ value, token, fetch }: Situation): Caller {
  const send = fetch as (request: Request) => Promise<Response>;
  return async () => {
    const request = new Request(`${baseUrl}/${path}`, {
      method: 'POST',
      headers: { ...json, ...userAgent, Authorization: await authorizationOf(token) },
      body: value instanceof Uint8Array ? value : JSON.stringify(value),
    });
    const response = await send(request);
    const answer = await response.json();
    return response.ok ? answer.id : answer;
  };
}

function candidates(situation: Situation): Candidate[] {
  const callers: Record<string, Caller> = {
    ours: ours(situation),
    'zod + ky': withKy(situation, peers['zod 4']),
    'valibot + ky': withKy(situation, peers.valibot),
    'ajv + ky': withKy(situation, peers.ajv),
    'openapi-fetch + zod': withOpenapiFetch(situation, peers['zod 4']),
    'openapi-fetch, unchecked': withOpenapiFetch(situation),
    'Request + fetch, unchecked': bare(situation),
  };
  return Object.entries(callers).map(([name, call]) => ({
    name,
    run: async () => {
      const outcome = await call();
      const id = situation.fetch === created ? outcome : undefined;
      const message = (outcome as { message?: unknown }).message;
      if (id !== 'a1b2' && message !== 'no') throw new Error(`${name} has another outcome`);
    },
  }));
}

const values = {
  'object in, with warnings': reference,
  'object in, without warnings': clean,
  'bytes in, with warnings': encoder.encode(JSON.stringify(reference)),
  'bytes in, without warnings': encoder.encode(JSON.stringify(clean)),
};
const tokens = { 'static token': 'token', 'token function': async () => 'token' };

const answered = Object.entries(values).flatMap(([name, value]) =>
  Object.entries(tokens).map(
    ([kind, token]): Group => ({
      name: `call, ${name}, ${kind}`,
      candidates: candidates({ value, token, fetch: created }),
    }),
  ),
);

export const calls: readonly Group[] = [
  ...answered,
  {
    name: 'call, object in, with warnings, a 400',
    candidates: candidates({ value: reference, token: 'token', fetch: refused }),
  },
];
