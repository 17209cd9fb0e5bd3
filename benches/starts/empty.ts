// The same program without a library: what the runtime itself needs. It checks nothing.

import type { CreateChainRequest } from 'identification-chain';

export const check = () => true;

export async function send(
  body: CreateChainRequest,
  fetch: (request: Request) => Promise<Response>,
) {
  const request = new Request(
    'https://api.example/identification/v1/orgs/acme/identifications/chain',
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer token' },
      body: JSON.stringify(body),
    },
  );
  return (await fetch(request)).json();
}
