// The edge function: the gateway.

import { gatewayOf } from '../gateway.js';
import { storeOf } from '../store.js';

export const config = { runtime: 'edge' };

const gateway = gatewayOf(process.env, storeOf(process.env));

/**
 * @param {Request} request
 * @param {import('identification-chain/gateway').Context} context
 */
export default function handler(request, context) {
  // The rewrite in vercel.json adds what it has matched as a query. No operation has one.
  const url = new URL(request.url);
  url.search = '';
  return gateway.fetch(new Request(url, request), undefined, context);
}
