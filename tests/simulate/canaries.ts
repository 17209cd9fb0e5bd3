// What no log, event, error, record or fault may show: the person and the credentials of a life.

import { referenceRequest } from '../../www/demo/reference.ts';

/** The body that a person sends. */
export const request = referenceRequest;

/** The start of every access token for the API, which only the gateways have. */
export const credential = 'the-credential-of-the-api';

/** The secret of the gateways' records. */
export const gatewaySecret = 'the-secret-of-the-gateways-in-the-simulation';

/** The person's own token at the gateways. */
export const session = 'the-session-of-the-person';

const { name, last_name, identity_document, email, msisdn } = request.actor;

const ofPerson = [
  `"${name}"`,
  `${name} `,
  last_name,
  identity_document.document_number,
  email,
  `${msisdn?.phone_number}`,
].filter((value) => value !== undefined);

/** A text that quotes all of them, as the errors of drivers and networks do. */
export const quoted = `of ${[...ofPerson, credential, gatewaySecret, session].join(' ')}`;

const credentials = [credential, gatewaySecret];

/** Digits within a hexadecimal name are not a phone number. */
function pattern(values: readonly string[]): RegExp {
  const escaped = values.map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(escaped.map((value) => `(?<![0-9a-f])${value}(?![0-9a-f])`).join('|'));
}

const secret = pattern([...ofPerson, ...credentials, session]);
const gatewayOnly = pattern(credentials);

/** The first secret that a text shows. */
export function secretIn(text: string): string | undefined {
  return secret.exec(text)?.[0];
}

/** The first secret of the gateway that a text shows. An answer may quote the person to the person. */
export function gatewaySecretIn(text: string): string | undefined {
  return gatewayOnly.exec(text)?.[0];
}
