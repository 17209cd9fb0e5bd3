// What to do about a port that cannot be used.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { InputError } from '../errors.ts';

/** The port if the user names none. */
export const defaultPort = 8787;

/** How many ports above the wanted one are tried. */
const tries = 100;

/** The error to report if a server cannot listen at a port. It names a port that can be used. */
export async function portError(error: NodeJS.ErrnoException, port: number): Promise<Error> {
  const problems: Readonly<Record<string, string>> = {
    EADDRINUSE: 'is in use',
    EACCES: 'is not allowed to this user',
  };
  const problem = problems[error.code ?? ''];
  if (problem === undefined) return error;
  const free = await freePort(error.code === 'EACCES' ? defaultPort : port + 1);
  const way = `use another one: identification-chain sandbox --port ${free}`;
  return new InputError(`port ${port} ${problem}; ${way}`);
}

/** The first free port at or above `from`; 0, which means any, if none of {@link tries} is free. */
async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + tries && port <= 65_535; port++) {
    if (await isFree(port)) return port;
  }
  return 0;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
