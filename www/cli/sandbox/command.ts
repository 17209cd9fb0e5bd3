// The command `sandbox`: serves the stand-in for the API, with a gateway in front of it.

import { once } from 'node:events';
import { type Arguments, lastOf } from '../arguments.ts';
import type { Command } from '../commands.ts';
import { UsageError } from '../errors.ts';
import { commonOptions } from '../help.ts';
import { instructions } from './instructions.ts';
import { lineOf } from './log.ts';
import { defaultPort, portError } from './port.ts';
import { openStandIn } from './stand-in.ts';

export const sandboxCommand: Command = {
  name: 'sandbox',
  does: 'Serves a stand-in for the API, a gateway in front of it, and a page that uses them',
  options: {
    port: { value: 'PORT', does: `The port; 0 for a free one. Default: ${defaultPort}` },
    token: {
      value: 'TOKEN',
      does: 'The only token that the stand-in accepts. Default: it accepts every request',
    },
    idempotency: { does: 'Answer a creation with a known Idempotency-Key with the first response' },
    ...commonOptions,
  },
  notes: `It listens on 127.0.0.1 and prints how to call it. It logs a line for each request: method, path
template, status, time and the fault. The log has no personal data. Ctrl-C stops it.

Exit status: 0 when it is stopped, 2 if the options are wrong or the port cannot be used.
`,
  async run(given, { out, dist }) {
    const port = portOf(given);
    const token = tokenOf(given);
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    const standIn = await openStandIn({
      port,
      token,
      idempotency: given.flags.has('idempotency'),
      console: new URL('./console/', dist),
      onAnswer: (answered) => out.print(`${lineOf(answered)}\n`),
    }).catch(async (error: NodeJS.ErrnoException) => {
      throw await portError(error, port);
    });
    out.print(
      `${instructions(standIn, token !== undefined)}\nPress Ctrl-C to stop. The requests:\n`,
    );
    await stopped;
    await standIn.close();
    return 0;
  },
};

function portOf(given: Arguments): number {
  const value = lastOf(given, 'port') ?? String(defaultPort);
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new UsageError('--port must be a number from 0 to 65535');
}

function tokenOf(given: Arguments): string | undefined {
  const token = lastOf(given, 'token');
  if (token === undefined || /^[\w.~+/-]+=*$/.test(token)) return token;
  throw new UsageError('--token must be a bearer token: letters, digits and -._~+/, then =');
}
