// Recognizes repeated creations by their `Idempotency-Key`.

import { problemTypes } from '../client/generated/rules.ts';

/** A creation with a key. Only a digest of its body is stored, and no personal data. */
interface Creation {
  readonly digest: Promise<string>;
  /** Its response. Absent while it runs. */
  response?: Response;
}

/** Applies the planned fault and the checks of a request, and then responds with `respond`. */
type Turn = (respond: () => Response) => Promise<Response>;

/** The creations with a key of a sandbox. */
export class Creations {
  readonly #creations = new Map<string, Creation>();

  /**
   * Creates a chain, unless the organization has already used the key. If the creation fails, the key
   * can be used again.
   */
  async once(
    { orgId, key, body }: { orgId: string; key: string; body: Uint8Array<ArrayBuffer> },
    turn: Turn,
    create: () => Response,
  ): Promise<Response> {
    const name = JSON.stringify([orgId, key]);
    const digest = digestOf(body);
    const first = this.#creations.get(name);
    if (first !== undefined) {
      const same = (await digest) === (await first.digest);
      return turn(() => repeated(first, same));
    }
    const creation: Creation = { digest };
    this.#creations.set(name, creation);
    try {
      return await turn(() => {
        const response = create();
        if (response.ok) creation.response = response.clone();
        return response;
      });
    } finally {
      if (creation.response === undefined) this.#creations.delete(name);
    }
  }
}

/** The response to a creation whose key was used before. */
function repeated(first: Creation, same: boolean): Response {
  if (!same) return keyProblem('keyReused', 422);
  return first.response?.clone() ?? keyProblem('inProgress', 409, { 'Retry-After': '1' });
}

/** Makes a problem as a gateway does (RFC 9457). */
function keyProblem(
  name: keyof typeof problemTypes,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const type = 'application/problem+json';
  return Response.json(
    { type: problemTypes[name], status },
    { status, headers: { 'Content-Type': type, ...headers } },
  );
}

async function digestOf(body: Uint8Array<ArrayBuffer>): Promise<string> {
  return String(new Uint8Array(await crypto.subtle.digest('SHA-256', body)));
}
