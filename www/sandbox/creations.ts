// Which creation a repeated one repeats, by its `Idempotency-Key`.

import { problem } from './problem.ts';

/** A creation with a key. Of its body a digest is kept, and nothing of the person. */
interface Creation {
  readonly digest: Promise<string>;
  /** What it was answered; nothing while it runs. */
  answer?: Response;
}

/** Waits for the request's turn, and then answers it, unless something else does. */
type Turn = (answer: () => Response) => Promise<Response>;

/** The creations with a key. */
export class Creations {
  readonly #creations = new Map<string, Creation>();

  /**
   * Creates, unless a creation with this key of this organization did or does. A key whose creation
   * came to nothing is free again.
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
        const answer = create();
        if (answer.ok) creation.answer = answer.clone();
        return answer;
      });
    } finally {
      if (creation.answer === undefined) this.#creations.delete(name);
    }
  }
}

/** The answer to a creation whose key is known. */
function repeated(first: Creation, same: boolean): Response {
  if (!same) return problem(422, 'The Idempotency-Key was used with another request');
  return (
    first.answer?.clone() ??
    problem(409, 'A request with this Idempotency-Key is running', { 'Retry-After': '1' })
  );
}

async function digestOf(body: Uint8Array<ArrayBuffer>): Promise<string> {
  return String(new Uint8Array(await crypto.subtle.digest('SHA-256', body)));
}
