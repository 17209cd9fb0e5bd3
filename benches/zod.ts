// The check, written with zod.

import * as z from 'zod';
import {
  callingCode,
  duration,
  email,
  filled,
  maxPhoneNumber,
  notZero,
  stepsAgree,
  twoLetters,
} from './rules.ts';

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

/** Whether a value is a valid createChain request, by zod. */
export function takesWithZod(value: unknown): boolean {
  return zodSchema.safeParse(value).success;
}

/** Every problem of a createChain request, by zod: its place and its message. */
export function problemsWithZod(value: unknown): readonly string[] {
  const issues = zodSchema.safeParse(value).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
