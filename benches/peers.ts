// What teams use instead: zod, valibot and compiled ajv, each with the rules of the contract that
// are errors. Warnings (the check letter, the phone number's length, unlisted values) are left out
// for them; ours finds them too.

import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { z } from 'zod';

const duration =
  /^P(?!$)(?:\d+(?:[.,]\d+)?W|(?:\d+(?:[.,]\d+(?=Y$))?Y)?(?:\d+(?:[.,]\d+(?=M$))?M)?(?:\d+(?:[.,]\d+(?=D$))?D)?(?:T(?=\d)(?:\d+(?:[.,]\d+(?=H$))?H)?(?:\d+(?:[.,]\d+(?=M$))?M)?(?:\d+(?:[.,]\d+)?S)?)?)$/;
const notZero = /[1-9]/;
const email =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const filled = /\S/;
const twoLetters = /^[A-Z]{2}$/;
const callingCode = /^[1-9][0-9]{0,2}$/;
const maxPhoneNumber = 99_999_999_999_999;

interface Step {
  identification_type: string;
  otp_step?:
    | {
        two_factor_type?: string | undefined;
        channel: { type: string; external?: boolean | undefined };
      }
    | undefined;
  identity_document_step?: { provider_type?: string | undefined } | undefined;
}

interface ChainRequest {
  actor: {
    email?: string | undefined;
    msisdn?: { phone_number: number; country_code: string } | undefined;
  };
  sequence: Step[];
}

/** The rules over several members, as the peers have to write them by hand. */
function stepsAgree(request: ChainRequest): boolean {
  const seen = new Set<string>();
  const { email: address, msisdn } = request.actor;
  if (msisdn && String(msisdn.phone_number).length + msisdn.country_code.length > 15) return false;
  for (const step of request.sequence) {
    if (seen.has(step.identification_type)) return false;
    seen.add(step.identification_type);
    if (step.identification_type === 'IDENTITY_DOCUMENT' && !step.identity_document_step) {
      return false;
    }
    if (step.identification_type !== 'OTP') continue;
    if (!step.otp_step) return false;
    const { channel, two_factor_type } = step.otp_step;
    if (channel.external === true) continue;
    if ((channel.type === 'SMS' || channel.type === 'WHATSAPP') && !msisdn) return false;
    if (channel.type === 'EMAIL' && !address) return false;
    if (two_factor_type === 'EMAIL' && !address) return false;
  }
  return true;
}

const zodSchema = z
  .looseObject({
    actor: z.looseObject({
      name: z.string().regex(filled),
      last_name: z.string().regex(filled),
      identity_document: z.looseObject({
        document_number: z.string().regex(filled),
        document_type: z.string().regex(filled),
        country: z.string().regex(twoLetters),
      }),
      email: z.string().max(254).regex(email).optional(),
      msisdn: z
        .looseObject({
          phone_number: z.int().min(1).max(maxPhoneNumber),
          country_code: z.string().regex(callingCode),
        })
        .optional(),
      language: z.string().regex(twoLetters).optional(),
    }),
    expires_in: z.string().regex(duration).regex(notZero),
    sequence: z
      .array(
        z.looseObject({
          identification_type: z.string().regex(filled),
          otp_step: z
            .looseObject({
              two_factor_type: z.string().regex(filled).optional(),
              channel: z.looseObject({
                type: z.string().regex(filled),
                external: z.boolean().optional(),
              }),
            })
            .optional(),
          identity_document_step: z
            .looseObject({ provider_type: z.string().regex(filled).optional() })
            .optional(),
        }),
      )
      .min(1),
  })
  .refine(stepsAgree);

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
          phone_number: v.pipe(
            v.number(),
            v.integer(),
            v.minValue(1),
            v.maxValue(maxPhoneNumber),
          ),
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
  v.check(stepsAgree),
);

const string = (pattern: RegExp) => ({ type: 'string', pattern: pattern.source });
const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  required,
  properties,
});
const ajv = new Ajv2020();
ajv.addKeyword({ keyword: 'stepsAgree', validate: (_: unknown, data: ChainRequest) => stepsAgree(data) });
const ajvCheck = ajv.compile({
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
    expires_in: { allOf: [string(duration), { pattern: notZero.source }] },
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
});

/** The peers: whether each takes a value as a request to create a chain. */
export const peers: Readonly<Record<string, (value: unknown) => boolean>> = {
  'zod 4': (value) => zodSchema.safeParse(value).success,
  valibot: (value) => v.safeParse(valibotSchema, value).success,
  ajv: (value) => ajvCheck(value),
};
