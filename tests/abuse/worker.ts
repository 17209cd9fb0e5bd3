// What runs in workerd: a gateway, and beside it many checks, and the memory of the core.

import * as entry from 'identification-chain';
import * as core from 'identification-chain/core';
import { createGateway, type Gateway, MemoryStore } from 'identification-chain/gateway';
import { type Environment, userToken } from '../../benches/gateway/environment.ts';
import { doCheck } from './checks.ts';
import { coreMemory } from './memories.ts';
import { retention, timeout } from './settings.ts';

/** The bindings. */
interface Bindings extends Environment {
  /** The leak that is planted, if it is not empty. */
  readonly LEAK: string;
}

const api = { ...entry, ...core };

/** What a planted leak keeps. */
const kept: unknown[] = [];
let gateway: Gateway | undefined;

function gatewayOf({ API, TOKEN, LEAK }: Bindings): Gateway {
  return createGateway({
    authorize({ headers }) {
      if (LEAK !== '') kept.push([...headers]);
      return headers.get('Authorization') === userToken && 'user';
    },
    token: TOKEN,
    secret: 'the-secret-of-the-gateway-in-the-abuse-tests',
    store: new MemoryStore(),
    orgId: 'acme',
    baseUrl: API,
    retention,
    timeout,
    // The API fails on purpose.
    breaker: false,
  });
}

/** Does checks, and returns the memory of the core. */
function checked(from: number, end: number): Response {
  for (let index = from; index < end; index += 1) doCheck(api, index);
  return Response.json(coreMemory());
}

export default {
  async fetch(request: Request, env: Bindings, context: object): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/abuse/checks') {
      return checked(Number(searchParams.get('from')), Number(searchParams.get('end')));
    }
    gateway ??= gatewayOf(env);
    return gateway.fetch(request, env, context);
  },
};
