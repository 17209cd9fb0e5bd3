// Starts what a deployment needs around it, and then an example: `node sandbox.js FOLDER COMMAND`. What it
// needs is the API (the sandbox), a token endpoint, and a page that signs a user in.

import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createSandbox } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { SignJWT } from 'jose';

const token = randomBytes(32).toString('hex');
const sessionSecret = randomBytes(32).toString('hex');
const session = await new SignJWT({ sub: 'demo' })
  .setProtectedHeader({ alg: 'HS256' })
  .setExpirationTime('1h')
  .sign(new TextEncoder().encode(sessionSecret));

const sandbox = createSandbox({ token, requireUserAgent: true });
const services = await serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname === '/token') return Response.json({ access_token: token, expires_in: 3600 });
  if (pathname === '/sign-in') return signedIn();
  return sandbox.fetch(request);
});

/** Cookies belong to a host and not to a port, so the example gets this one too. */
function signedIn() {
  return new Response('You are signed in. Go back to the example.', {
    headers: { 'Set-Cookie': `session=${session}; Path=/; HttpOnly; SameSite=Lax` },
  });
}

function serviceAccount() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return JSON.stringify({
    private_key_id: '1',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'admin@acme.example',
  });
}

console.log(`The sandbox runs at ${services.url}/v1
Sign in at ${services.url}/sign-in, or with curl: -H 'Cookie: session=${session}'
`);

const [folder = '', command = '', ...args] = process.argv.slice(2);
const example = spawn(command, args, {
  cwd: join(import.meta.dirname, folder),
  stdio: 'inherit',
  env: {
    ...process.env,
    API_URL: `${services.url}/v1`,
    TOKEN_URL: `${services.url}/token`,
    SERVICE_ACCOUNT: serviceAccount(),
    ORG_ID: 'acme',
    GATEWAY_SECRET: randomBytes(32).toString('hex'),
    SESSION_SECRET: sessionSecret,
  },
});
// The terminal sends Ctrl-C to both. This process ends with the example, and not before.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => example.kill('SIGTERM'));
example.on('error', ({ code }) => {
  console.error(`${command} does not start: ${code}`);
  process.exitCode = 1;
});
example.on('close', async (code) => {
  process.exitCode ??= code ?? 0;
  await services.close();
});
