// What goes back of an answer of the API: an allow-list of headers, and only JSON.

import type { Answer } from '../client/send/attempt.ts';
import { unseal } from './seal.ts';
import type { KeptAnswer } from './states.ts';
import type { KeyedTask, UpstreamAnswer } from './store.ts';

/** The headers of an answer that go back. Any other may hold a cookie or a credential. */
export const answerHeaders = [
  'Content-Type',
  'Location',
  'Retry-After',
  'X-Request-Id',
  'Request-Id',
  'X-Correlation-Id',
] as const;

/** JSON, with or without a suffix such as `problem+json` (RFC 6839 §3.1). */
const jsonType = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;

/** What may go back of an answer. A body that is not JSON is a proxy's page, and stays here. */
export function answerOf({ status, headers, body }: Answer): UpstreamAnswer {
  const isJson = jsonType.test(headers.get('Content-Type') ?? '');
  const kept = answerHeaders.flatMap((name): [string, string][] => {
    const value = headers.get(name);
    return value === null || (name === 'Content-Type' && !isJson) ? [] : [[name, value]];
  });
  return { status, headers: kept, body: isJson ? body.slice() : new Uint8Array() };
}

/** The member of a kept answer that holds the id, as the API's reference names the id elsewhere. */
const idName = 'identification_chain_id';

/** The first answer again: all of it, or what is kept of it. */
export async function keptBody(kept: KeptAnswer, task: KeyedTask): Promise<UpstreamAnswer> {
  const { status, id, location, sealed } = kept;
  if (sealed !== undefined && task.sealKey !== undefined) {
    try {
      return await unseal(sealed, task.sealKey);
    } catch {
      // The id is known nevertheless.
    }
  }
  const body = new TextEncoder().encode(JSON.stringify({ [task.idField ?? idName]: id }));
  const headers: [string, string][] = [['Content-Type', 'application/json']];
  if (location !== undefined) headers.push(['Location', location]);
  return { status, headers, body };
}
