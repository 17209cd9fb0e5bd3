// A form that somebody has filled in, with text only.

import type { CreateChainRequest } from 'identification-chain';
import type { CreateChainForm } from 'identification-chain/forms';

export const filled = {
  actor: {
    name: ' James ',
    last_name: 'Smith',
    identity_document: {
      document_number: '12345678z',
      document_type: 'IDENTITY_CARD',
      country: 'es',
    },
    email: '',
    msisdn: '+34 612 34 56 78',
    language: 'es',
  },
  expires_in: 'PT15M',
  sequence: [
    { identification_type: 'OTP', otp_step: { channel: { type: 'SMS', external: 'false' } } },
    { identification_type: 'AGENT' },
  ],
} satisfies CreateChainForm;

/** The request that the form makes. */
export const request: CreateChainRequest = {
  actor: {
    name: 'James',
    last_name: 'Smith',
    identity_document: {
      document_number: '12345678Z',
      document_type: 'IDENTITY_CARD',
      country: 'ES',
    },
    msisdn: { country_code: '34', phone_number: 612345678 },
    language: 'ES',
  },
  expires_in: 'PT15M',
  sequence: [
    { identification_type: 'OTP', otp_step: { channel: { type: 'SMS', external: false } } },
    { identification_type: 'AGENT' },
  ],
};
