// Generated from src/contract/ by `make generate`. Only the command imports it.

/** The texts of each rule, in the order of the rule book. The examples change the reference's request. */
export const ruleBook = {
  'json-syntax': {
    severity: 'error',
    source: 'RFC 8259',
    reason: 'A server accepts JSON and nothing else.',
    bad: "{'reason': 'late'}",
    good: '{"reason": "late"}',
  },
  'byte-order-mark': {
    severity: 'error',
    source: 'RFC 8259 §8.1',
    reason: 'Some JSON parsers skip the mark and others fail.',
    bad: "the bytes \\xef\\xbb\\xbf{}",
    good: '{}',
  },
  'invalid-utf8': {
    severity: 'error',
    source: 'RFC 8259 §8.1',
    reason: 'The server would read other characters, or fail.',
    bad: "the bytes {\\\"reason\\\": \\\"adi\\xf3s\\\"}",
    good: '{"reason": "adiós"}',
  },
  'lone-surrogate': {
    severity: 'error',
    source: 'RFC 8259 §8.2',
    reason: 'JSON parsers do not agree on what half of a pair means.',
    bad: "{\"reason\": \"\\ud83d\"}",
    good: "{\"reason\": \"\\ud83d\\ude00\"}",
  },
  'duplicate-key': {
    severity: 'error',
    source: 'RFC 8259 §4, RFC 7493 §2.3',
    reason: 'Of two members with the same name some JSON parsers use the first and others the last.',
    bad: '{"reason": "late", "reason": "lost"}',
    good: '{"reason": "late"}',
  },
  'too-large': {
    severity: 'error',
    source: 'a request of this API has less than a kilobyte',
    reason: 'No request of this API is near that size.',
    bad: '` `, 65537 times',
    good: '{}',
  },
  'too-deep': {
    severity: 'error',
    source: 'a request of this API nests 5 levels',
    reason: 'No request of this API is near that depth.',
    bad: '`{"reason":`, 33 times',
    good: '{"reason": "late"}',
  },
  'not-json': {
    severity: 'error',
    source: 'RFC 8259 §3',
    reason: '`JSON.stringify` drops or changes such a value silently.',
    bad: '{ reason: Number.NaN }, in JavaScript',
    good: "{ reason: 'late' }, in JavaScript",
  },
  'path-parameter': {
    severity: 'error',
    source: 'RFC 3986 §3.3, §5.2.4',
    reason: 'The request would go to another path.',
    bad: 'orgId is ..',
    good: 'orgId is acme',
  },
  'header-value': {
    severity: 'error',
    source: 'RFC 9110 §5.5',
    reason: 'A line break in a value would start another header.',
    bad: "userAgent is shop/2.1\\r\\n",
    good: 'userAgent is shop/2.1',
  },
  'base-url': {
    severity: 'error',
    source: 'RFC 3986 §3',
    reason: 'The personal data and the token would go to another server, or over the network in plain text.',
    bad: 'baseUrl is https://user:password@example.com',
    good: 'baseUrl is https://example.com/v1',
  },
  'older-contract': {
    severity: 'error',
    source: "the provider's earlier API",
    reason: 'A request of the earlier API breaks most of the other rules. This rule replaces them.',
    bad: '/sequence/1 is {"configuration": {"identificationType": "AGENT"}}',
    good: '/sequence/1 is {"identification_type": "AGENT"}',
  },
  'type': {
    severity: 'error',
    source: 'the example request bodies',
    reason: 'A server ignores a value of the wrong type, or fails.',
    bad: '/actor/msisdn/phone_number is "612345678"',
    good: '/actor/msisdn/phone_number is 612345678',
  },
  'required': {
    severity: 'error',
    source: "the request's tables",
    reason: 'The API requires it, or nobody can be identified without it.',
    bad: '/actor/last_name is missing',
    good: '/actor/last_name is "Smith"',
  },
  'expected': {
    severity: 'warning',
    source: 'the example request bodies',
    reason: 'No documentation says that it is optional.',
    bad: '/sequence/2/identity_document_step/provider_type is missing',
    good: '/sequence/2/identity_document_step is {"provider_type": "INTERNAL"}',
  },
  'blank': {
    severity: 'error',
    source: 'an identification needs somebody to identify',
    reason: "Characters that nobody sees identify nobody: white space, control characters, U+2800 and Unicode's `Default_Ignorable_Code_Point`s such as U+200B.",
    bad: '/actor/name is " "',
    good: '/actor/name is "James"',
  },
  'control-character': {
    severity: 'warning',
    source: 'Unicode §23.1',
    reason: 'Nobody types a control character into a name, so it is probably a defect in the data. A reason may have line breaks and tabs.',
    bad: "/actor/name is \"James\\u0007\"",
    good: '/actor/name is "James"',
  },
  'bidi-control': {
    severity: 'warning',
    source: 'UAX #9 §2, UTR #36 §2.5',
    reason: 'With such a character people read a different text than machines do.',
    bad: "/actor/name is \"James\\u202e\"",
    good: '/actor/name is "דוד"',
  },
  'leading-mark': {
    severity: 'warning',
    source: 'Unicode §3.6, D52',
    reason: 'The start of the text was cut off, or the mark combines with the text before it.',
    bad: "/actor/name is \"\\u0301lvaro\"",
    good: '/actor/name is "Álvaro"',
  },
  'not-nfc': {
    severity: 'warning',
    source: 'UAX #15',
    reason: 'A server that compares names takes two forms of one name for two names.',
    bad: "/actor/name is \"A\\u0301lvaro\"",
    good: '/actor/name is "Álvaro"',
  },
  'unknown-field': {
    severity: 'warning',
    source: "the request's tables",
    reason: 'It is a typing error, or a field that is newer than this package.',
    bad: '/actor/lastName is "Smith"',
    good: '/actor/last_name is "Smith"',
  },
  'unknown-fields': {
    severity: 'warning',
    source: "the request's tables",
    reason: 'A body with so many unknown fields is not a request of this API, and nobody reads hundreds of issues. The severity is that of `unknown-field`.',
    bad: 'the members x1 to x51',
    good: '{"reason": "late"}',
  },
  'more-issues': {
    severity: 'error',
    source: 'nobody reads hundreds of issues',
    reason: 'To list thousands of issues takes many times longer than to find them. An issue counts once for each unknown name in its path. It is a warning if no issue that is not listed is an error.',
    bad: 'the item 1, 101 times, in /sequence',
    good: '{"reason": "late"}',
  },
  'unknown-value': {
    severity: 'warning',
    source: 'the example request bodies',
    reason: 'It is a typing error, or a value that is newer than this package.',
    bad: '/sequence/1/identification_type is "AGENTS"',
    good: '/sequence/1/identification_type is "AGENT"',
  },
  'duration': {
    severity: 'error',
    source: 'ISO 8601-1:2019 §5.5.2',
    reason: 'The API accepts no other form.',
    bad: '/expires_in is "15 minutes"',
    good: '/expires_in is "PT15M"',
  },
  'duration-zero': {
    severity: 'error',
    source: 'a chain needs some time to be valid',
    reason: 'The chain would expire as soon as it is created.',
    bad: '/expires_in is "PT0S"',
    good: '/expires_in is "PT90S"',
  },
  'duration-range': {
    severity: 'warning',
    source: 'the agent and OTP processes',
    reason: "The provider's other processes refuse a shorter or longer validity.",
    bad: '/expires_in is "P1M"',
    good: '/expires_in is "P28D"',
  },
  'email': {
    severity: 'error',
    source: 'HTML §4.10.5.1.5, RFC 5321 §4.5.3.1',
    reason: 'No message would arrive. The rule is the one of HTML, which browsers check: it accepts `a..b@c.com`, although RFC 5321 does not.',
    bad: '/actor/email is "james.example.com"',
    good: '/actor/email is "james@example.com"',
  },
  'email-domain': {
    severity: 'warning',
    source: 'RFC 5321 §2.3.5',
    reason: 'The public Internet has no such domain. The end of an address such as `james@example` was probably forgotten.',
    bad: '/actor/email is "james@example"',
    good: '/actor/email is "james@example.com"',
  },
  'country': {
    severity: 'error',
    source: 'ISO 3166-1 alpha-2',
    reason: 'The API accepts no other form.',
    bad: '/actor/identity_document/country is "ESP"',
    good: '/actor/identity_document/country is "ES"',
  },
  'country-unassigned': {
    severity: 'warning',
    source: 'ISO 3166-1 alpha-2',
    reason: 'No country has the code. An example is UK, where GB is meant.',
    bad: '/actor/identity_document/country is "UK"',
    good: '/actor/identity_document/country is "GB"',
  },
  'language': {
    severity: 'error',
    source: 'ISO 639-1',
    reason: 'The API accepts no other form, and upper case only.',
    bad: '/actor/language is "es-ES"',
    good: '/actor/language is "ES"',
  },
  'language-unassigned': {
    severity: 'warning',
    source: 'ISO 639-1',
    reason: 'No language has the code. An example is JP, where JA is meant.',
    bad: '/actor/language is "JP"',
    good: '/actor/language is "JA"',
  },
  'calling-code': {
    severity: 'error',
    source: 'ITU-T E.164 §6.2.1',
    reason: 'The API accepts no other form.',
    bad: '/actor/msisdn/country_code is "+34"',
    good: '/actor/msisdn/country_code is "34"',
  },
  'calling-code-unassigned': {
    severity: 'warning',
    source: 'ITU-T E.164',
    reason: 'No phone can be called with the code.',
    bad: '/actor/msisdn/country_code is "999"',
    good: '/actor/msisdn/country_code is "34"',
  },
  'phone-number': {
    severity: 'error',
    source: 'ITU-T E.164 §6.1',
    reason: 'No phone has a longer number.',
    bad: '/actor/msisdn/phone_number is 61234567890123',
    good: '/actor/msisdn/phone_number is 612345678',
  },
  'phone-length': {
    severity: 'warning',
    source: 'the numbering plan of the country code',
    reason: 'A number with a digit too many or too few reaches nobody, or somebody else.',
    bad: '/actor/msisdn/phone_number is 6123456789',
    good: '/actor/msisdn/phone_number is 612345678',
  },
  'document-number': {
    severity: 'warning',
    source: 'Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008',
    reason: 'A number with another form probably belongs to another country or type.',
    bad: '/actor/identity_document/document_number is "AB123456"',
    good: '/actor/identity_document is {"document_number": "AB123456", "document_type": "PASSPORT", "country": "ES"}',
  },
  'check-letter': {
    severity: 'warning',
    source: 'Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008',
    reason: "The check letter reveals most typing errors. The reference's own example breaks this rule, so it cannot be an error.",
    bad: '/actor/identity_document/document_number is "12345678A"',
    good: '/actor/identity_document/document_number is "12345678Z"',
  },
  'empty-sequence': {
    severity: 'error',
    source: 'a chain without steps identifies nobody',
    reason: 'The chain would do nothing.',
    bad: '/sequence is []',
    good: '/sequence is [{"identification_type": "AGENT"}]',
  },
  'duplicate-step': {
    severity: 'error',
    source: 'sequence: each step should be unique',
    reason: 'The reference says that each step should be unique.',
    bad: '/sequence is [{"identification_type": "AGENT"}, {"identification_type": "AGENT"}]',
    good: '/sequence is [{"identification_type": "AGENT"}]',
  },
  'step-details': {
    severity: 'error',
    source: 'the example request body',
    reason: 'Without its details nobody knows how to do the step.',
    bad: '/sequence/0/otp_step is missing',
    good: '/sequence/0/otp_step is {"channel": {"type": "SMS"}}',
  },
  'step-mismatch': {
    severity: 'warning',
    source: 'the example request body',
    reason: 'Either the type of the step is wrong, or nobody reads these details.',
    bad: '/sequence/1/otp_step is {"channel": {"type": "SMS"}}',
    good: '/sequence/1 is {"identification_type": "AGENT"}',
  },
  'needed-by-step': {
    severity: 'error',
    source: 'the code must reach the actor',
    reason: 'The step could not reach the person, or check what it asks for.',
    bad: '/actor/msisdn is missing',
    good: '/sequence/0/otp_step/channel is {"type": "EMAIL"}',
  },
} as const;

/** What each provenance means. */
export const meanings = {
  reference: 'The published reference of the three operations says so, or shows it.',
  provider: 'Another public page of the same provider says so. For this API it is inferred.',
  logic: 'The request cannot work otherwise, whoever runs the server.',
  standard: 'A public standard says so: ISO, ITU, IETF, Unicode, WHATWG.',
} as const;

/** The reference's example of a `createChain` request. */
export const exampleRequest = {
  "actor": {
    "name": "James",
    "last_name": "Smith",
    "identity_document": {
      "document_number": "12345678A",
      "document_type": "IDENTITY_CARD",
      "country": "ES"
    },
    "email": "example@email.com",
    "msisdn": {
      "phone_number": 6123456789,
      "country_code": "34"
    },
    "language": "ES"
  },
  "expires_in": "PT15M",
  "sequence": [
    {
      "identification_type": "OTP",
      "otp_step": {
        "two_factor_type": "DOCUMENT_NUMBER",
        "channel": {
          "type": "SMS",
          "external": false
        }
      }
    },
    {
      "identification_type": "AGENT"
    },
    {
      "identification_type": "IDENTITY_DOCUMENT",
      "identity_document_step": {
        "provider_type": "INTERNAL"
      }
    }
  ]
};
