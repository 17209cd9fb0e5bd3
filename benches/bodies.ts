// The requests that are measured: the reference's example, and two made from it.

import type { CreateChainRequest } from 'identification-chain';
import document from '../openapi.json' with { type: 'json' };

const { post } = document.paths['/orgs/{org_id}/identifications/chain'];

/** The reference's example. It has two warnings. */
export const reference = post.requestBody.content['application/json'].example as CreateChainRequest;

/** The example without its warnings. */
export const clean: CreateChainRequest = {
  ...reference,
  actor: {
    ...reference.actor,
    identity_document: {
      ...reference.actor.identity_document,
      document_number: '12345678Z',
    },
    msisdn: { phone_number: 612_345_678, country_code: '34' },
  },
};

/** A request with ten errors, each in a member of its own. */
export const tenErrors = {
  actor: {
    name: ' ',
    last_name: 7,
    identity_document: { document_number: '', document_type: 'IDENTITY_CARD', country: 'Spain' },
    email: 'james.smith',
    msisdn: { phone_number: 1.5, country_code: '+34' },
    language: 'es',
  },
  expires_in: '15',
  sequence: [{ identification_type: '' }],
};
