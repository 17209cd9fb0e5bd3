// The examples of the API reference, from the generated OpenAPI document.

import { readFileSync } from 'node:fs';
import type { CancelChainRequest, CreateChainRequest } from 'identification-chain';

const document = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'));

function exampleOf(path: string): unknown {
  return document.paths[path].post.requestBody.content['application/json'].example;
}

const chain = '/orgs/{org_id}/identifications/chain';

/** The reference's example of a `createChain` request. */
export const referenceRequest = exampleOf(chain) as CreateChainRequest;

/** The reference's example of a `cancelChain` request. */
export const referenceReason = exampleOf(
  `${chain}/{identification_chain_id}/cancel`,
) as CancelChainRequest;
