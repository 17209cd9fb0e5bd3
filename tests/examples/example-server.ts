// The server of the examples, in a project with the packed and installed package, in front of a
// sandbox.

import { generateKeyPairSync } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { installPackage } from '../support/installed.ts';
import { begin } from '../support/program.ts';

const examples = join(import.meta.dirname, '../../examples');

/** The token that the sandbox accepts. Only the server gets it. */
export const token = 'token-of-the-account';

export interface ExampleServer extends AsyncDisposable {
  /** The URL of the server, without a path. */
  readonly url: string;
  readonly sandbox: Sandbox;
  /** What the server has printed. */
  readonly output: () => string;
}

/** Installs the package, copies the examples beside it and starts their server. */
export async function startExampleServer(name: string): Promise<ExampleServer> {
  const project = installPackage(name);
  cpSync(examples, join(project, 'examples'), { recursive: true });
  const sandbox = createSandbox({ token, requireUserAgent: true });
  const api = await serve((request) =>
    new URL(request.url).pathname === '/token'
      ? Response.json({ access_token: token, expires_in: 3600 })
      : sandbox.fetch(request),
  );
  const account = join(project, 'account.json');
  writeFileSync(account, JSON.stringify(serviceAccountKey()));
  const program = begin(['node', 'server/server.js'], {
    cwd: join(project, 'examples'),
    env: {
      PORT: '0',
      BASE_URL: `${api.url}/v1`,
      SERVICE_ACCOUNT_FILE: account,
      TOKEN_URL: `${api.url}/token`,
    },
  });
  const stop = async () => {
    await program[Symbol.asyncDispose]();
    await api.close();
  };
  const url = await printedUrl(program.output);
  if (url === undefined) {
    await stop();
    throw new Error(`The server did not start:\n${program.output()}`);
  }
  return { url, sandbox, output: program.output, [Symbol.asyncDispose]: stop };
}

function serviceAccountKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    private_key_id: '1',
    private_key: privateKey.export({ type: 'pkcs1', format: 'pem' }),
    client_email: 'admin@acme.example',
  };
}

/** Waits for the URL that a server prints. */
async function printedUrl(output: () => string): Promise<string | undefined> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(output()) ?? [];
    if (url !== undefined) return url;
    await sleep(50);
  }
  return undefined;
}
