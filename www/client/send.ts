// One attempt: sends a request and takes the whole answer.

import { bounded } from './bounded.ts';

/** What sends: the runtime's `fetch`, or one like it. */
export type Fetch = (request: Request, init: RequestInit) => Promise<Response>;

/** An answer, with its body as far as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Whether the connection failed, or the time was over, before all of the body had come. */
  readonly truncated: boolean;
  /** The answer as `fetch` gave it, its body unread. */
  readonly response: Response;
}

/** How an attempt is bounded. */
export interface Bounds {
  /** How long the answer may take, body included, in milliseconds. */
  readonly timeout: number;
  /** Ends the attempt; it then rejects with the signal's reason. */
  readonly signal: AbortSignal | undefined;
  /** Makes the error that it rejects with when the time is over. */
  readonly tooLate: () => Error;
}

/**
 * Sends a request. What breaks after the status of the answer has come does not undo the status: the
 * answer is then truncated.
 */
export async function send(fetch: Fetch, request: Request, bounds: Bounds): Promise<Answer> {
  const { timeout, signal, tooLate } = bounds;
  const came: { response?: Response; chunks: Uint8Array[] } = { chunks: [] };
  let truncated = false;
  try {
    await bounded(
      async (bound) => {
        came.response = await fetch(request, { signal: bound });
        await readInto(came.chunks, came.response.clone());
      },
      timeout,
      signal,
      tooLate,
    );
  } catch (error) {
    if (came.response === undefined || signal?.aborted) throw error;
    truncated = true;
  }
  const { response, chunks } = came;
  if (response === undefined) throw new TypeError('fetch gave no response');
  const { status, headers } = response;
  return { status, headers, body: concatenated(chunks), truncated, response };
}

async function readInto(chunks: Uint8Array[], { body }: Response): Promise<void> {
  const reader = body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    chunks.push(part.value);
  }
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
