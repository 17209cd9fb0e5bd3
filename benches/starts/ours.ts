// A program with the package, from its start to its first check or its first request.

import { type CreateChainRequest, createClient, validate } from 'identification-chain';

export function check(request: CreateChainRequest): boolean {
  return validate(request).valid;
}

export async function send(request: CreateChainRequest, fetch: () => Promise<Response>) {
  const chains = createClient({ orgId: 'acme', token: 'token', fetch });
  return chains.createChain(request);
}
