// The gateway: for whom it acts, and with which credential. It is the same on every platform.

import { serviceAccount } from 'identification-chain/auth';
import { createGateway } from 'identification-chain/gateway';
import { jwtVerify } from 'jose';

/**
 * Makes the gateway of a deployment.
 *
 * @param {Record<string, string | undefined>} env the variables that README.md lists.
 * @param {import('identification-chain/gateway').GatewayOptions['store']} store
 */
export function gatewayOf(env, store) {
  return createGateway({
    basePath: '/api/identification',
    baseUrl: env.API_URL,
    orgId: env.ORG_ID,
    token: serviceAccount(env.SERVICE_ACCOUNT, { tokenUrl: env.TOKEN_URL }),
    secret: env.GATEWAY_SECRET,
    store,
    authorize: sessionCheck(env.SESSION_SECRET),
    // A fault has no value of a request and no credential, so it may be logged.
    onFault: (fault) => console.error(JSON.stringify(fault)),
  });
}

/**
 * Says who sends a request: the user of a signed cookie (a JWT, RFC 7519). Put the check of your own
 * sessions here.
 *
 * @param {string | undefined} secret
 */
function sessionCheck(secret) {
  if (!secret) throw new Error('SESSION_SECRET is missing');
  const key = new TextEncoder().encode(secret);
  return async ({ headers }) => {
    const [, token = ''] = /(?:^|; )session=([^;]+)/.exec(headers.get('Cookie') ?? '') ?? [];
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'] });
      // A session without a user may do nothing: the answer is a 403.
      return payload.sub ?? false;
    } catch {
      return new Response(null, { status: 401 });
    }
  };
}
