// One attempt: sends a request and takes the whole answer.

import { bounded } from '../bounded.ts';

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
        const given = await fetch(request, { signal: bound });
        if (typeof given?.headers?.get !== 'function') throw new NoResponse();
        came.response = given;
        await readInto(came.chunks, came.response.clone(), bound);
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

/** A `fetch` of the caller's gave something else. Its name is all that an error tells of a cause. */
class NoResponse extends TypeError {
  override name = 'NoResponse';
}

/** The largest answer that is read, in bytes: no answer of this API is near it. */
const maxAnswerBytes = 4 * 1024 * 1024;

/** Reads a body to its end, unless it is given up or too large. */
async function readInto(
  chunks: Uint8Array[],
  response: Response,
  bound: AbortSignal,
): Promise<void> {
  const { body } = response;
  if (body === null) return;
  // Forms of `fetch` that are made of something else have no stream, or one of Node's.
  if (typeof body?.getReader !== 'function') {
    chunks.push(new Uint8Array(await response.arrayBuffer()));
    return;
  }
  const reader = body.getReader();
  // A stream that nobody reads any more would go on where `fetch` does not know its signal.
  const stop = () => void reader.cancel().catch(() => {});
  bound.addEventListener('abort', stop, { once: true });
  let length = 0;
  try {
    for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
      chunks.push(part.value);
      length += part.value.length;
      if (bound.aborted || length > maxAnswerBytes) {
        stop();
        throw new TypeError('the answer was not read to its end');
      }
    }
  } finally {
    bound.removeEventListener('abort', stop);
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
