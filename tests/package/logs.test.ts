// Tests that logged errors do not leak: what each runtime prints of caught and uncaught errors, and
// what loggers write, never contains the server's text, a key, or the error of `fetch`.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { inspect, promisify } from 'node:util';
import { normalize } from '@sentry/core';
import bunyan from 'bunyan';
import { createClient } from 'identification-chain';
import pino from 'pino';
import { serializeError } from 'serialize-error';
import winston from 'winston';
import { installPackage, packPackage } from '../support/installed.ts';
import { install, write } from '../support/project.ts';
import type { Tool } from '../support/versions.ts';

const root = join(import.meta.dirname, '../..');
const secret = 'SeCrEt';
const item = { code: secret, title: secret, ref: secret, details: secret };

/** Makes a program with two errors. `how` is the code that handles them. */
const program = (how: string) => `
import { createClient } from 'identification-chain';
// Split, because a runtime quotes the source.
const secret = ['SeC', 'rEt'].join('');
const item = { code: secret, title: secret, ref: secret, details: secret };
const fetch = async (request) => {
  if (request.url.endsWith('/close')) {
    return Response.json({ errors: [item], name: secret }, { status: 400 });
  }
  throw Object.assign(new Error(secret), { name: secret, code: secret, request });
};
const gateway = { url: 'https://api.example', keepsKeys: true };
const chains = createClient({ orgId: 'acme', gateway, retry: false, fetch });
const rejected = await chains.closeChain('x').catch((error) => error);
const identity_document = { document_number: secret, document_type: 'NIF', country: 'FR' };
const request = {
  actor: { name: secret, last_name: secret, identity_document },
  expires_in: 'PT15M',
  sequence: [{ identification_type: 'AGENT' }],
};
const unknown = await chains
  .createChain(request, { idempotencyKey: secret })
  .catch((error) => error);
if (rejected.serverErrors[0].details !== secret || unknown.idempotencyKey !== secret) {
  throw new Error('the error does not have its members');
}
${how}
`;

const programs = {
  'prints an error': program('console.log(rejected, unknown); console.error(rejected, unknown);'),
  'prints an error as text': program(
    'console.log(String(rejected), JSON.stringify([rejected, unknown]), rejected.stack, unknown.stack);',
  ),
  'does not catch an error': program('throw rejected;'),
  'does not catch an unknown outcome': program('throw unknown;'),
  'does not catch an error with a cause': program("throw new Error('mine', { cause: rejected });"),
  'rejects with an error': program('Promise.reject(rejected);'),
};

type Run = readonly [command: string, ...args: string[]];

/** Returns the output of a run, whatever its exit code is. */
async function output([command, ...args]: Run, cwd: string): Promise<string> {
  const ran = await promisify(execFile)(command, args, { cwd }).catch((error) => error);
  return `${ran.stdout}${ran.stderr}`;
}

const tarball = packPackage('logs');
const context = { tarball, baseUrl: '', folder: join(root, 'target/package-tests/logs-of') };

/** Installs a runtime from npm into a project, and returns its folder. */
function withTool(tool: Tool): Promise<string> {
  return install(context, { name: tool, packages: [tool], files: {} });
}

const runtimes: [string, () => Promise<string>, Run][] = [
  ...(['node20', 'node'] as const).map((name): [string, () => Promise<string>, Run] => [
    name,
    async () => installPackage(`logs-${name}`),
    [join(root, 'node_modules', name, 'bin/node')],
  ]),
  ...(['node@22', 'node@26'] as const).map((tool): [string, () => Promise<string>, Run] => [
    tool,
    () => withTool(tool),
    ['node_modules/node/bin/node'],
  ]),
  ['deno', () => withTool('deno@2'), ['node_modules/.bin/deno', 'run']],
  ['bun', () => withTool('bun@1'), ['node_modules/.bin/bun', 'run']],
];

for (const [name, project, run] of runtimes) {
  describe(name, async () => {
    const folder = await project();
    for (const [title, text] of Object.entries(programs)) {
      it(`does not leak if a program ${title}`, async () => {
        write(folder, { 'main.mjs': text });
        const printed = await output([...run, 'main.mjs'], folder);
        assert.match(printed, /BadRequestError|OutcomeUnknownError/);
        assert.doesNotMatch(printed, new RegExp(secret));
      });
    }
  });
}

describe('a logger', async () => {
  const fetch = async () => Response.json({ errors: [item] }, { status: 400 });
  const chains = createClient({ orgId: 'acme', fetch });
  const rejected = await chains.closeChain('x').catch((error: Error) => error);
  const failing = createClient({
    orgId: 'acme',
    fetch: async () => {
      throw Object.assign(new Error(secret), { name: secret, code: secret });
    },
  });
  const unknown = await failing
    .validateChain('x', { installationId: 'i', fingerprint: 'f', forwardedFor: '127.0.0.1' })
    .catch((error: Error) => error);
  const wrapped = new Error('mine', { cause: rejected });

  /** Makes a stream that collects the text written to it. */
  function sink(): { stream: Writable; text: () => string } {
    let text = '';
    const stream = new Writable({
      write(chunk, _, done) {
        text += chunk;
        done();
      },
    });
    return { stream, text: () => text };
  }

  const loggers: Record<string, (error: unknown) => string | Promise<string>> = {
    pino(error) {
      const { stream, text } = sink();
      pino(stream).error(error);
      pino({}, stream).error({ err: error, error }, 'failed');
      return text();
    },
    bunyan(error) {
      const { stream, text } = sink();
      const logger = bunyan.createLogger({
        name: 'test',
        stream,
        serializers: bunyan.stdSerializers,
      });
      logger.error({ err: error, error }, 'failed');
      logger.error(error as Error);
      return text();
    },
    async winston(error) {
      const { stream, text } = sink();
      for (const format of [
        winston.format.combine(
          winston.format.errors({ stack: true, cause: true }),
          winston.format.json(),
        ),
        winston.format.combine(
          winston.format.errors({ stack: true }),
          winston.format.prettyPrint(),
        ),
      ]) {
        const logger = winston.createLogger({
          format,
          transports: [new winston.transports.Stream({ stream })],
        });
        logger.error(error as Error);
        logger.error('failed', { error });
        logger.end();
      }
      await new Promise((resolve) => setImmediate(resolve));
      return text();
    },
    'serialize-error': (error) => JSON.stringify(serializeError(error)),
    Sentry: (error) => JSON.stringify([normalize(error, 9), normalize({ error }, 9)]),
    inspect: (error) => inspect(error, { depth: 9, showHidden: true, getters: false }),
  };
  for (const [name, write] of Object.entries(loggers)) {
    for (const [kind, error] of Object.entries({ rejected, unknown, wrapped })) {
      it(`${name} does not leak an error: ${kind}`, async () => {
        const written = await write(error);
        assert.match(written, /mine|closeChain|validateChain|OutcomeUnknownError/);
        assert.doesNotMatch(written, new RegExp(secret));
      });
    }
  }
});
