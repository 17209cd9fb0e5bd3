// Generated from src/contract/ and src/format/ by `make generate`.

/** The fields of the request bodies, at any depth. */
export const fieldNames = [
  'actor',
  'name',
  'last_name',
  'identity_document',
  'document_number',
  'document_type',
  'country',
  'email',
  'msisdn',
  'phone_number',
  'country_code',
  'language',
  'expires_in',
  'sequence',
  'identification_type',
  'otp_step',
  'two_factor_type',
  'channel',
  'type',
  'external',
  'identity_document_step',
  'provider_type',
  'reason',
] as const;

/** A field of a request. An object has fields, and so have the items of a list. */
export interface FieldFacts {
  readonly kind: 'text' | 'code' | 'document-number' | 'calling-code' | 'integer' | 'boolean' | 'object' | 'document' | 'phone' | 'list';
  readonly required?: true;
  readonly fields?: Fields;
}

/** The fields of an object, by their names. */
export interface Fields {
  readonly [name: string]: FieldFacts;
}

/** The fields of each request body. */
export const requestFields = {
  createChain: {
    actor: { kind: 'object', required: true, fields: {
      name: { kind: 'text', required: true },
      last_name: { kind: 'text', required: true },
      identity_document: { kind: 'document', required: true, fields: {
        document_number: { kind: 'document-number', required: true },
        document_type: { kind: 'text', required: true },
        country: { kind: 'code', required: true },
      } },
      email: { kind: 'text' },
      msisdn: { kind: 'phone', fields: {
        phone_number: { kind: 'integer', required: true },
        country_code: { kind: 'calling-code', required: true },
      } },
      language: { kind: 'code' },
    } },
    expires_in: { kind: 'text', required: true },
    sequence: { kind: 'list', required: true, fields: {
      identification_type: { kind: 'text', required: true },
      otp_step: { kind: 'object', fields: {
        two_factor_type: { kind: 'text' },
        channel: { kind: 'object', required: true, fields: {
          type: { kind: 'text', required: true },
          external: { kind: 'boolean' },
        } },
      } },
      identity_document_step: { kind: 'object', fields: {
        provider_type: { kind: 'text' },
      } },
    } },
  },
  cancelChain: {
    reason: { kind: 'text' },
  },
} as const satisfies Readonly<Record<string, Fields>>;

/** The member that has the details of a step, by the step's type. */
export const stepDetails: Readonly<Record<string, string>> = {
  OTP: 'otp_step',
  IDENTITY_DOCUMENT: 'identity_document_step',
};

/** The country whose document numbers are checked, and the types of its documents. */
export const documentCountry = 'ES';
export const documentTypes: readonly string[] = ['IDENTITY_CARD', 'NIF', 'NIE'];

/** The calling codes of one and two digits. All others have three (ITU-T E.164 §6.2.1). */
export const shortCallingCodes: readonly string[] = [
  '1', '7', '20', '27', '30', '31', '32', '33', '34', '36', '39', '40', '41', '43', '44', '45', '46', '47', '48', '49', '51', '52', '53', '54', '55', '56', '57', '58', '60', '61', '62', '63', '64', '65', '66', '81', '82', '84', '86', '90', '91', '92', '93', '94', '95', '98',
];
