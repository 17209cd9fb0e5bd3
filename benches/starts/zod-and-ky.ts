// The same program with zod and ky.

import type { CreateChainRequest } from 'identification-chain';
import ky from 'ky';
import { takesWithZod } from '../zod.ts';

export const check = takesWithZod;

export async function send(request: CreateChainRequest, fetch: () => Promise<Response>) {
  const client = ky.create({
    prefix: 'https://api.example/identification/v1',
    fetch,
    headers: { Authorization: 'Bearer token', 'User-Agent': 'shop/1.0' },
  });
  if (!check(request)) throw new Error('the request is invalid');
  return client.post('orgs/acme/identifications/chain', { json: request }).json();
}
