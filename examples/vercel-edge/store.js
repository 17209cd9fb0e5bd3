// Where the keys are kept: in Redis by its REST interface, because an edge function opens no sockets.

import { MemoryStore, RedisStore } from 'identification-chain/gateway';

/**
 * Returns the store: the Redis of the variables that Vercel's integration sets, or memory, which is
 * for one process on a developer's machine.
 *
 * @param {Record<string, string | undefined>} env
 */
export function storeOf({ KV_REST_API_URL: url, KV_REST_API_TOKEN: token, VERCEL }) {
  if (url !== undefined) return new RedisStore((command) => send(url, token, command));
  if (VERCEL !== undefined) throw new Error('KV_REST_API_URL is missing');
  return new MemoryStore();
}

/**
 * Sends a command, and returns its result.
 *
 * @param {string} url
 * @param {string | undefined} token
 * @param {string[]} command
 */
async function send(url, token, command) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(command),
  });
  if (!response.ok) throw new Error(`Redis answered ${response.status}`);
  return (await response.json()).result;
}
