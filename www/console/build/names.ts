// The names of the request's parts for people.

/** By the member's name. A `type` is always that of a channel. */
const labels: Readonly<Record<string, string>> = {
  actor: 'Actor',
  name: 'Name',
  last_name: 'Last name',
  email: 'E-mail',
  language: 'Language',
  identity_document: 'Identity document',
  document_type: 'Document type',
  document_number: 'Document number',
  country: 'Country',
  msisdn: 'Phone',
  country_code: 'Country code',
  phone_number: 'Phone number',
  expires_in: 'Expiry',
  sequence: 'Sequence',
  identification_type: 'Step type',
  otp_step: 'One-time code',
  channel: 'Channel',
  type: 'Channel',
  external: 'External',
  two_factor_type: 'Second factor',
  identity_document_step: 'Identity document',
  provider_type: 'Provider',
};

/** Returns the name of the place at a JSON pointer: `Step 2 · Channel`. */
export function nameOfPath(path: string): string {
  if (path === '') return 'The request';
  const [, first, index] = path.split('/');
  const step =
    first === 'sequence' && index !== undefined ? `Step ${Number(index) + 1}` : undefined;
  const last = path.slice(path.lastIndexOf('/') + 1);
  if (step !== undefined && last === index) return step;
  const name = labels[last] ?? last.replaceAll('~1', '/').replaceAll('~0', '~');
  return step === undefined ? name : `${step} · ${name}`;
}
