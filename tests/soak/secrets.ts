// What no answer, error, log or fault may show.

import { referenceRequest } from '../../www/demo/reference.ts';

/** The credential of the API, which only the gateway has. */
export const credential = 'the-credential-of-the-api';

/** The secret of the gateway's records. */
export const gatewaySecret = 'the-secret-of-the-gateway-in-the-soak';

const { name, last_name, identity_document, email, msisdn } = referenceRequest.actor;

const secrets = [
  credential,
  gatewaySecret,
  'session-of-',
  name,
  last_name,
  identity_document.document_number,
  ...(email === undefined ? [] : [email]),
  ...(msisdn === undefined ? [] : [String(msisdn.phone_number)]),
];

/** The credentials and the personal data that a text shows. */
export function secretsIn(text: string): string[] {
  return secrets.filter((secret) => text.includes(secret));
}
