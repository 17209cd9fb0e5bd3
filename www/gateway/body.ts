// Reads the body of a request while it streams, within a limit of bytes and of time.

import { maxBodyBytes } from '../client/generated/rules.ts';
import { type ProblemName, problem } from './problems.ts';
import { inTime } from './time-limit.ts';

/** A body, or the answer to a request whose body cannot be read. */
export type BodyRead = Uint8Array<ArrayBuffer> | Response;

class BodyProblem extends Error {
  readonly problem: ProblemName;

  constructor(name: ProblemName) {
    super(name);
    this.problem = name;
  }
}

/**
 * Reads a body to its end.
 *
 * @param milliseconds the time limit.
 */
export async function readBody(request: Request, milliseconds: number): Promise<BodyRead> {
  // Firefox has no `Request.body`. A request there comes from the page itself.
  const isUnstreamed = (request.body as ReadableStream | null | undefined) === undefined;
  const { body } = isUnstreamed ? new Response(await request.arrayBuffer()) : request;
  const reader = body?.getReader();
  if (reader === undefined) return new Uint8Array();
  try {
    const tooLate = () => new BodyProblem('body-timeout');
    return await inTime(readAll(reader, lengthOf(request)), milliseconds, tooLate);
  } catch (error) {
    void reader.cancel().catch(() => {});
    return problem(error instanceof BodyProblem ? error.problem : 'body-incomplete');
  }
}

function lengthOf({ headers }: Request): number | undefined {
  const length = headers.get('Content-Length');
  return length === null ? undefined : Number(length);
}

/** @param length the length that the headers gave, if they gave one. */
async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  length: number | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const most = Math.min(length ?? maxBodyBytes, maxBodyBytes);
  const room = new Uint8Array(most);
  let size = 0;
  for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
    const end = size + part.value.length;
    if (end > most)
      throw new BodyProblem(end > maxBodyBytes ? 'body-too-large' : 'ambiguous-length');
    room.set(part.value, size);
    size = end;
  }
  if (length !== undefined && size < length) throw new BodyProblem('body-incomplete');
  return room.subarray(0, size);
}
