// The API behind keyed creates: it counts the requests, and answers when it is told to.

import { serve } from 'identification-chain/sandbox/node';

export interface Upstream extends AsyncDisposable {
  readonly url: string;
  /** The bodies of the requests so far, in their order. */
  readonly seen: readonly string[];
  /** Answers the next requests. */
  answer: () => Response | Promise<Response>;
  /** Resolves when the next request has arrived. */
  readonly arrival: () => Promise<void>;
}

/** The answer to a create. */
export const created = (): Response => Response.json({ id: 'chain-1' }, { status: 201 });

/** Never answers. */
export const silent = (): Promise<Response> => new Promise(() => {});

/** Starts the API. */
export async function serveUpstream(): Promise<Upstream> {
  const seen: string[] = [];
  let arrived = () => {};
  const server = await serve(async (request) => {
    seen.push(await request.text());
    arrived();
    const answer = await upstream.answer();
    // A connection that is kept may break just when the next request uses it.
    answer.headers.set('Connection', 'close');
    return answer;
  });
  const upstream: Upstream = {
    url: server.url,
    seen,
    answer: created,
    arrival: () =>
      new Promise((resolve) => {
        arrived = resolve;
      }),
    [Symbol.asyncDispose]: () => server.close(),
  };
  return upstream;
}
