// What a deployment of the gateway needs around it, as a test sees it: the API with its ledger, the token
// endpoint, and the sessions of users.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { SignJWT } from 'jose';

export interface Services extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** The bodies of the requests to the API. */
  readonly bodies: readonly string[];
  /** The variables of a deployment. */
  readonly env: Readonly<Record<string, string>>;
  /** What only the gateway may know. */
  readonly secrets: readonly string[];
}

const sessionSecret = randomBytes(32).toString('hex');

/** Starts the services. */
export async function startServices(): Promise<Services> {
  const token = randomBytes(32).toString('hex');
  const sandbox = createSandbox({ token, requireUserAgent: true });
  const bodies: string[] = [];
  const server = await serve(async (request) => {
    if (new URL(request.url).pathname === '/token') {
      return Response.json({ access_token: token, expires_in: 3600 });
    }
    bodies.push(await request.clone().text());
    return sandbox.fetch(request);
  });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const gatewaySecret = randomBytes(32).toString('hex');
  return {
    sandbox,
    bodies,
    env: {
      API_URL: `${server.url}/v1`,
      TOKEN_URL: `${server.url}/token`,
      SERVICE_ACCOUNT: JSON.stringify({
        private_key_id: '1',
        private_key: pem,
        client_email: 'admin@acme.example',
      }),
      ORG_ID: 'acme',
      GATEWAY_SECRET: gatewaySecret,
      SESSION_SECRET: sessionSecret,
    },
    secrets: [token, gatewaySecret, sessionSecret, ...pem.split('\n').slice(1, 3)],
    [Symbol.asyncDispose]: server.close,
  };
}

/** The cookie of a session, which this secret has signed. */
export async function sessionCookie(
  claims: Readonly<Record<string, string>> = { sub: 'alice' },
  secret = sessionSecret,
): Promise<string> {
  const session = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h');
  return `session=${await session.sign(new TextEncoder().encode(secret))}`;
}
