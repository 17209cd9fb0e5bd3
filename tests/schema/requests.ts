// Generated requests: valid ones, and ones with a few values changed or removed.

import fc from 'fast-check';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Requests whose members are valid. They may break the rules that span several members. */
const valid = fc.record({
  actor: fc.record(
    {
      name: fc.constantFrom('James', 'José', 'Ольга', '\u200bJ'),
      last_name: fc.constant('Smith'),
      identity_document: fc.record({
        document_number: fc.constantFrom('12345678Z', '12345678A', 'X1234567L'),
        document_type: fc.constantFrom('IDENTITY_CARD', 'NIF', 'PASSPORT', 'NEW'),
        country: fc.constantFrom('ES', 'PT', 'UK'),
      }),
      email: fc.constantFrom('a@b', 'example@email.com', 'first.last+tag@sub.example.co.uk'),
      msisdn: fc.record({
        phone_number: fc.constantFrom(612345678, 1, 999999999999),
        country_code: fc.constantFrom('34', '1', '351', '999'),
      }),
      language: fc.constantFrom('ES', 'CA'),
    },
    { requiredKeys: ['name', 'last_name', 'identity_document', 'email'] },
  ),
  expires_in: fc.constantFrom('PT15M', 'P1DT12H', 'P2W', 'P1M', 'PT1.5H', 'PT0,5H'),
  sequence: fc
    .shuffledSubarray(['OTP', 'AGENT', 'IDENTITY_DOCUMENT', 'SELFIE'], { minLength: 1 })
    .chain((types) => fc.tuple(...types.map(stepOf))),
}) as fc.Arbitrary<Json>;

function stepOf(type: string): fc.Arbitrary<Json> {
  const details = {
    OTP: {
      otp_step: fc.record(
        {
          two_factor_type: fc.constantFrom('DOCUMENT_NUMBER', 'EMAIL', 'NEW'),
          channel: fc.record(
            {
              type: fc.constantFrom('SMS', 'EMAIL', 'WHATSAPP', 'PIGEON'),
              external: fc.boolean(),
            },
            { requiredKeys: ['type'] },
          ),
        },
        { requiredKeys: ['channel'] },
      ),
    },
    IDENTITY_DOCUMENT: { identity_document_step: fc.record({ provider_type: fc.constant('X') }) },
  }[type];
  return fc.record({ identification_type: fc.constant(type), ...details }) as fc.Arbitrary<Json>;
}

/** Values that are invalid for almost every member. */
const anything: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(null, true, false, 0, -1, 1.5, 34, '', ' ', 'x', [], {}, [{}]),
  fc.constantFrom('\u00a0', '\ufeff', '\u0085', '\u2028', '\n', '\u200b', '\u3164', '\u2800'),
  fc.constantFrom('\u00ad', '\u0000', '\u007f', '\u2062\u00ad', 'OTP', 'AGENT', 'SMS', 'EMAIL'),
  fc.string({ maxLength: 8 }),
);

/** Values that are only just valid or invalid for a member. */
const near: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  expires_in: fc.oneof(
    fc.constantFrom('PT0S', 'P0D', 'P0Y0,0M', 'PT', 'P', 'P1WT1H', 'P1.5DT1H', 'PT1H30M0.5S'),
    fc.stringMatching(/^P([0-9][.,]?[0-9]?[YMWD]){0,2}(T([0-9][.,]?[0-9]?[HMS]){0,3})?$/),
  ),
  email: fc.oneof(
    fc.constantFrom(`${'a'.repeat(65)}@b.c`, `a@${'b'.repeat(64)}`, `a@${'b.'.repeat(127)}c`),
    fc.stringMatching(/^[a-z.!"]{0,3}@?[a-z0-9.-]{0,6}(\.[a-z-]{0,3})?$/),
  ),
  country: fc.stringMatching(/^[A-Za-z]{1,3}$/),
  language: fc.stringMatching(/^[A-Za-z]{1,3}$/),
  country_code: fc.stringMatching(/^[0-9]{0,4}$/),
  phone_number: fc.bigInt({ min: -1n, max: 10n ** 15n }).map(Number),
};

/** A change of one member of a request. */
const change = fc.record({
  place: fc.nat({ max: 1000 }),
  removed: fc.integer({ min: 0, max: 3 }).map((number) => number === 0),
  other: anything,
  near: fc.record(near),
  nearly: fc.boolean(),
});

/** Returns every member at any depth, with the object that holds it. */
function places(value: Json): [holder: Record<string, Json>, name: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, Json>;
  return Object.entries(holder).flatMap(([name, member]) => [
    [holder, name] as [Record<string, Json>, string],
    ...places(member),
  ]);
}

/** Requests to create a chain. */
export const requests: fc.Arbitrary<Json> = fc
  .tuple(valid, fc.array(change, { maxLength: 3 }))
  .map(([request, changes]) => {
    const changed = structuredClone(request);
    for (const { place, removed, other, near, nearly } of changes) {
      const all = places(changed);
      const [holder, name] = all[place % all.length] ?? [];
      if (holder === undefined || name === undefined) continue;
      if (removed && !Array.isArray(holder)) delete holder[name];
      // Copied, because a later change may change it.
      else holder[name] = structuredClone((nearly ? near[name] : undefined) ?? other);
    }
    return changed;
  });
