// The libraries that teams use instead: zod, valibot and compiled ajv, each with the rules that are
// errors. They do not check the rules that are warnings (the check letter, the length of phone numbers,
// unlisted values); our check does.

import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import {
  type ChainRequest,
  callingCode,
  duration,
  email,
  filled,
  maxPhoneNumber,
  notZero,
  stepsAgree,
  twoLetters,
} from './rules.ts';
import { problemsWithZod, takesWithZod } from './zod.ts';

const text = v.pipe(v.string(), v.regex(filled));
const valibotSchema = v.pipe(
  v.looseObject({
    actor: v.looseObject({
      name: text,
      last_name: text,
      identity_document: v.looseObject({
        document_number: text,
        document_type: text,
        country: v.pipe(v.string(), v.regex(twoLetters)),
      }),
      email: v.optional(v.pipe(v.string(), v.maxLength(254), v.regex(email))),
      msisdn: v.optional(
        v.looseObject({
          phone_number: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxPhoneNumber)),
          country_code: v.pipe(v.string(), v.regex(callingCode)),
        }),
      ),
      language: v.optional(v.pipe(v.string(), v.regex(twoLetters))),
    }),
    expires_in: v.pipe(v.string(), v.regex(duration), v.regex(notZero)),
    sequence: v.pipe(
      v.array(
        v.looseObject({
          identification_type: text,
          otp_step: v.optional(
            v.looseObject({
              two_factor_type: v.optional(text),
              channel: v.looseObject({ type: text, external: v.optional(v.boolean()) }),
            }),
          ),
          identity_document_step: v.optional(v.looseObject({ provider_type: v.optional(text) })),
        }),
      ),
      v.minLength(1),
    ),
  }),
  v.check((request) => stepsAgree(request)),
);

const string = (pattern: RegExp) => ({ type: 'string', pattern: pattern.source });
const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  required,
  properties,
});
const ajvSchema = {
  ...object(['actor', 'expires_in', 'sequence'], {
    actor: object(['name', 'last_name', 'identity_document'], {
      name: string(filled),
      last_name: string(filled),
      identity_document: object(['document_number', 'document_type', 'country'], {
        document_number: string(filled),
        document_type: string(filled),
        country: string(twoLetters),
      }),
      email: { ...string(email), maxLength: 254 },
      msisdn: object(['phone_number', 'country_code'], {
        phone_number: { type: 'integer', minimum: 1, maximum: maxPhoneNumber },
        country_code: string(callingCode),
      }),
      language: string(twoLetters),
    }),
    expires_in: { allOf: [string(duration), string(notZero)] },
    sequence: {
      type: 'array',
      minItems: 1,
      items: object(['identification_type'], {
        identification_type: string(filled),
        otp_step: object(['channel'], {
          two_factor_type: string(filled),
          channel: object(['type'], { type: string(filled), external: { type: 'boolean' } }),
        }),
        identity_document_step: object([], { provider_type: string(filled) }),
      }),
    },
  }),
  stepsAgree: true,
};

function compiled(allErrors: boolean) {
  const ajv = new Ajv2020({ allErrors });
  ajv.addKeyword({
    keyword: 'stepsAgree',
    validate: (_: unknown, data: ChainRequest) => stepsAgree(data),
  });
  return ajv.compile(ajvSchema);
}

// It stops at the first error, which is its default and faster.
const ajvCheck = compiled(false);
const ajvCheckAll = compiled(true);

/** A library for validation. */
export interface Validator {
  /** Whether a createChain request is valid. */
  readonly accepts: (value: unknown) => boolean;
  /** Every problem of a request: its place and its message. */
  readonly problems: (value: unknown) => readonly string[];
}

/** The libraries by their names. */
export const peers = {
  'zod 4': { accepts: takesWithZod, problems: problemsWithZod },
  valibot: {
    accepts: (value) => v.safeParse(valibotSchema, value).success,
    problems: (value) =>
      (v.safeParse(valibotSchema, value).issues ?? []).map(
        (issue) => `${v.getDotPath(issue)}: ${issue.message}`,
      ),
  },
  ajv: {
    accepts: (value) => ajvCheck(value),
    problems: (value) =>
      ajvCheckAll(value)
        ? []
        : (ajvCheckAll.errors ?? []).map(
            ({ instancePath, message }) => `${instancePath}: ${message}`,
          ),
  },
} as const satisfies Record<string, Validator>;
