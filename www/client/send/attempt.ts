// One attempt: sends a request and reads the whole response.

import { bounded } from '../bounded.ts';
import { own } from '../own.ts';

/** Sends a request, as the runtime's `fetch` does. The signal in `init` aborts it. */
export type Fetch = (request: Request, init: RequestInit) => Promise<Response>;

/** A response that was read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body, or the part of it that arrived. */
  readonly body: Uint8Array;
  /** Whether the attempt failed or timed out before the whole body arrived. */
  readonly truncated: boolean;
  /** The response that `fetch` returned, with its body read. */
  readonly response: Response;
}

/** The limits of an attempt. */
export interface Bounds {
  /** The time limit for the response with its body, in milliseconds. */
  readonly timeout: number;
  /** Aborts the attempt, which then rejects with the signal's reason. */
  readonly signal: AbortSignal | undefined;
  /** Makes the error for an attempt that exceeds the time limit. */
  readonly tooLate: () => Error;
  /** Whether a body that breaks off is worth nothing. A whole body is read faster. */
  readonly onlyWhole: boolean;
}

/** What has arrived of a response. */
interface Received {
  response: Response | undefined;
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly chunks: Uint8Array[];
}

/**
 * Sends a request by `ask`. If the attempt fails after the status has arrived, it still resolves: the status
 * counts, and the answer is marked as truncated.
 */
export async function send(
  ask: (init: RequestInit) => Promise<Response>,
  bounds: Bounds,
): Promise<Answer> {
  const { timeout, signal, tooLate } = bounds;
  const received: Received = { response: undefined, reader: undefined, chunks: [] };
  let truncated = false;
  try {
    await bounded(
      async (bound) => {
        const response = await ask(own({ signal: bound }));
        if (typeof response?.headers?.get !== 'function') throw new NoResponse();
        received.response = response;
        await readInto(received, response, bound, bounds.onlyWhole);
      },
      timeout,
      signal,
      tooLate,
    );
  } catch (error) {
    // Without this, the stream would continue if `fetch` ignores its signal.
    received.reader?.cancel().catch(() => {});
    if (received.response === undefined || signal?.aborted) throw error;
    truncated = true;
  }
  const { response, chunks } = received;
  if (response === undefined) throw new NoResponse();
  const { status, headers } = response;
  return { status, headers, body: concatenated(chunks), truncated, response };
}

/** The caller's `fetch` did not return a response. Only its name reaches the caller, as the cause. */
class NoResponse extends TypeError {
  override name = 'NoResponse';
}

/** The largest response body that is read, in bytes. Those of this API are far smaller. */
const maxAnswerBytes = 4 * 1024 * 1024;

/** Reads a body to its end, unless the attempt is aborted or the body is too large. */
async function readInto(
  received: Received,
  response: Response,
  bound: AbortSignal,
  onlyWhole: boolean,
): Promise<void> {
  const { body } = response;
  const { chunks } = received;
  if (body === null) return;
  // Some implementations of `fetch` have no stream, or one of Node's.
  if (typeof body?.getReader !== 'function' || (onlyWhole && isSmall(response))) {
    chunks.push(new Uint8Array(await response.arrayBuffer()));
    return;
  }
  const reader = body.getReader();
  received.reader = reader;
  let length = 0;
  for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
    chunks.push(part.value);
    length += part.value.length;
    if (bound.aborted || length > maxAnswerBytes) {
      throw new TypeError('the response was not read to its end');
    }
  }
}

/** Whether a body says that it has at most {@link maxAnswerBytes}, before and after decompression. */
function isSmall({ headers }: Response): boolean {
  const length = headers.get('Content-Length');
  const isPlain = length !== null && !headers.has('Content-Encoding');
  return isPlain && Number(length) <= maxAnswerBytes;
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** Makes a response of an answer again, with its body unread. */
export function responseOf({ response, body }: Answer): Response {
  const { status, statusText, headers, url } = response;
  // A response such as a 204 must not have a body, not even an empty one.
  const init = own({ status, statusText, headers });
  const again = new Response(body.length > 0 ? (body as BodyInit) : null, init);
  return Object.defineProperty(again, 'url', { value: url });
}
