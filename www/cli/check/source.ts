// Reads the request to check: from a file or from the standard input, no more than a check needs.

import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { maxBodyBytes } from '../../client/generated/rules.ts';
import { InputError, UsageError } from '../errors.ts';
import { visible } from './cells.ts';

/** A request to check, and what people call it. */
export interface Source {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Reads a file, or the standard input without a name. It reads at most one byte more than a request may
 * have, so that the check reports a larger input.
 *
 * @throws {UsageError} without a name, if the standard input is a terminal.
 * @throws {InputError} for a file that cannot be read, that is empty, or that is not text.
 */
export async function readSource(file: string | undefined): Promise<Source> {
  if (file === undefined && process.stdin.isTTY) {
    throw new UsageError('check needs a FILE, or a request on the standard input');
  }
  const isInput = file === undefined || file === '-';
  const name = isInput ? '<stdin>' : visible(file);
  const subject = isInput ? 'the standard input' : name;
  const bytes = await readStart(isInput ? process.stdin : createReadStream(file)).catch(
    (error: NodeJS.ErrnoException) => {
      throw new InputError(`${subject} ${problemOf(error)}`);
    },
  );
  const problem = problemIn(bytes);
  if (problem !== undefined) throw new InputError(`${subject} ${problem}`);
  return { name, bytes };
}

async function readStart(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBodyBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBodyBytes + 1);
}

function problemOf({ code }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EISDIR':
      return 'is a directory; check needs a file';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: permission denied';
    default:
      return `cannot be read${code === undefined ? '' : ` (${code})`}`;
  }
}

/** Why bytes cannot be checked as text, or `undefined` if they can. */
function problemIn(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return 'is empty; check needs a request in JSON';
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) return 'is in UTF-16; save it in UTF-8, which JSON requires';
  if (bytes.includes(0)) return 'is a binary file, not JSON: it has NUL bytes';
  // JSON with a few bytes in another encoding is a request with an issue.
  const looksLikeJson = /^\s*["[{]/.test(bytes.toString('latin1'));
  if (!looksLikeJson && !isTextUtf8(bytes)) return 'is a binary file, not JSON: it is not UTF-8';
  return undefined;
}

/** Whether bytes are UTF-8. Those of a larger input may end in a part of a character. */
function isTextUtf8(bytes: Buffer): boolean {
  const cuts = bytes.length > maxBodyBytes ? [0, 1, 2, 3] : [0];
  return cuts.some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)));
}
