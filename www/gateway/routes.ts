// Finds the operation of a request by its raw path. There is no other path, and no other spelling.

import type { OperationId } from '../client/contract.ts';
import { operationIds, paths } from '../client/generated/rules.ts';
import { problem } from './problems.ts';

/** A request's operation, with the values of its path. */
export interface Route {
  readonly operation: OperationId;
  readonly orgId: string;
  readonly chainId: string | undefined;
}

/** The method of each operation. */
const methods: Readonly<Record<OperationId, 'GET' | 'POST'>> = {
  createChain: 'POST',
  cancelChain: 'POST',
  closeChain: 'POST',
  getChain: 'GET',
  validateChain: 'POST',
};

/** The segments of each operation's path. A parameter is `undefined`. */
const templates = operationIds.map((operation) => ({
  operation,
  segments: paths[operation].split('/').map((part) => (part.startsWith('{') ? undefined : part)),
}));

/** What an id must not hold: a server behind us may decode it once more, and take it for a path. */
const pathLike = /^\.{0,2}$|[/\\%?#;]|\p{Cc}/u;

/** Returns the method of a request's operation. */
export function methodOf({ operation }: Route): string {
  return methods[operation];
}

/**
 * Finds the operation of a URL.
 *
 * @param basePath the path before `/orgs`.
 */
export function routeOf(url: string, basePath: string): Route | undefined {
  const path = /^[^:/?#]+:\/\/[^/?#]*(\/.*)?$/.exec(url)?.[1] ?? '';
  if (!path.startsWith(`${basePath}/`)) return undefined;
  const segments = path.slice(basePath.length).split('/');
  const template = templates.find(
    ({ segments: own }) =>
      own.length === segments.length &&
      own.every((part, index) => part === undefined || part === segments[index]),
  );
  if (template === undefined) return undefined;
  const values = segments.filter((_, index) => template.segments[index] === undefined).map(idOf);
  const [orgId, chainId] = values;
  if (orgId === undefined || values.includes(undefined)) return undefined;
  return { operation: template.operation, orgId, chainId };
}

/** An id of unreserved characters only, which is its own spelling. */
const plain = /^(?!\.{1,2}$)[\w.~-]+$/;

/** Decodes a segment once. `undefined` for a spelling that the client does not write. */
function idOf(segment: string): string | undefined {
  if (plain.test(segment)) return segment;
  try {
    const id = decodeURIComponent(segment);
    return pathLike.test(id) || encoded(id) !== segment ? undefined : id;
  } catch {
    return undefined;
  }
}

/** Percent-encodes all but the unreserved characters (RFC 3986 §2.3), as the core does. */
function encoded(id: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(id).replace(/[!'()*]/g, hex);
}

/** The answer to a request with another method than its operation's. */
export function wrongMethod(route: Route): Response {
  return problem('method-not-allowed', { headers: { Allow: `${methodOf(route)}, OPTIONS` } });
}
