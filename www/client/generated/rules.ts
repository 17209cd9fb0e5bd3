// Generated from src/contract.rs by `make generate`.

/** The version of this package. */
export const version = '0.1.0';

/** The provider's own server. */
export const defaultBaseUrl = 'https://documents.masstack.com/v1';

/** The operations, in the order of their numbers in the core. */
export const operationIds = ['createChain', 'cancelChain', 'closeChain'] as const;

/** The members of an item of an `ErrorsResponse`, in the order of the core's rows. */
export const errorItemFields = ['code', 'title', 'ref', 'details'] as const;

/** The largest body that is checked, in bytes. */
export const maxBodyBytes = 65536;

/** The deepest nesting that is checked. */
export const maxDepth = 32;

/**
 * The rules, in the order of their numbers in the core: the severity unless it is overridden,
 * whether it is fixed, and what is wrong, to be read after the place.
 */
export const rules = {
  /** From a standard: RFC 8259. */
  'json-syntax': {
    severity: 'error',
    locked: true,
    message: 'is not JSON: {problem}, at line {line}, column {column}',
  },
  /** From a standard: RFC 8259 §8.1. */
  'byte-order-mark': {
    severity: 'error',
    locked: true,
    message: 'starts with a byte order mark, which JSON must not have',
  },
  /** From a standard: RFC 8259 §8.1. */
  'invalid-utf8': {
    severity: 'error',
    locked: true,
    message: 'is not UTF-8',
  },
  /** From a standard: RFC 8259 §8.2. */
  'lone-surrogate': {
    severity: 'error',
    locked: true,
    message: 'has half of a surrogate pair, which is no character',
  },
  /** From a standard: RFC 8259 §4, RFC 7493 §2.3. */
  'duplicate-key': {
    severity: 'error',
    locked: true,
    message: 'stands twice in its object',
  },
  /** From logic: a request of this API has less than a kilobyte. */
  'too-large': {
    severity: 'error',
    locked: true,
    message: 'is larger than {limit} bytes',
  },
  /** From logic: a request of this API nests 5 levels. */
  'too-deep': {
    severity: 'error',
    locked: true,
    message: 'nests deeper than {limit} levels',
  },
  /** From a standard: RFC 8259 §3. */
  'not-json': {
    severity: 'error',
    locked: true,
    message: 'is {found}, which JSON cannot say',
  },
  /** From logic: RFC 3986 §3.3, §5.2.4. */
  'path-parameter': {
    severity: 'error',
    locked: true,
    message: 'is no path segment: {problem}',
  },
  /** From a standard: RFC 9110 §5.5. */
  'header-value': {
    severity: 'error',
    locked: true,
    message: 'is no header value: {problem}',
  },
  /** From logic: RFC 3986 §3. */
  'base-url': {
    severity: 'error',
    locked: true,
    message: 'is not the address of an API: {problem}',
  },
  /** From another page of the provider: the provider's earlier API. */
  'older-contract': {
    severity: 'error',
    locked: false,
    message: "is a step of the provider's earlier API: here a step has identification_type, otp_step and identity_document_step, and a document has a country",
  },
  /** From the API reference: the example request bodies. */
  'type': {
    severity: 'error',
    locked: false,
    message: 'must be {expected}',
  },
  /** From the API reference: the request's tables. */
  'required': {
    severity: 'error',
    locked: false,
    message: 'is missing',
  },
  /** From the API reference: the example request bodies. */
  'expected': {
    severity: 'warning',
    locked: false,
    message: 'is missing, though every published example has it',
  },
  /** From logic: an identification needs somebody to identify. */
  'blank': {
    severity: 'error',
    locked: false,
    message: 'is blank',
  },
  /** From a standard: Unicode §23.1. */
  'control-character': {
    severity: 'warning',
    locked: false,
    message: 'has a control character',
  },
  /** From a standard: UAX #9 §2, UTR #36 §2.5. */
  'bidi-control': {
    severity: 'warning',
    locked: false,
    message: 'has a character that overrides the direction of text',
  },
  /** From a standard: Unicode §3.6, D52. */
  'leading-mark': {
    severity: 'warning',
    locked: false,
    message: 'starts with a combining mark, which has nothing to combine with',
  },
  /** From a standard: UAX #15. */
  'not-nfc': {
    severity: 'warning',
    locked: false,
    message: "is not in Unicode's composed form, NFC",
  },
  /** From the API reference: the request's tables. */
  'unknown-field': {
    severity: 'warning',
    locked: false,
    message: 'is no field of the API{suggestion} and is sent as it is',
  },
  /** From the API reference: the example request bodies. */
  'unknown-value': {
    severity: 'warning',
    locked: false,
    message: 'is none of the values that the API is known to take{suggestion} and is sent as it is',
  },
  /** From a standard: ISO 8601-1:2019 §5.5.2. */
  'duration': {
    severity: 'error',
    locked: false,
    message: 'is not an ISO 8601 duration such as PT15M or P1DT12H',
  },
  /** From logic: a chain that is never valid. */
  'duration-zero': {
    severity: 'error',
    locked: false,
    message: 'is a duration of no time',
  },
  /** From another page of the provider: the agent and OTP processes. */
  'duration-range': {
    severity: 'warning',
    locked: false,
    message: "may lie outside the {minimum} to {maximum} that the provider's processes take",
  },
  /** From a standard: HTML §4.10.5.1.5, RFC 5321 §4.5.3.1. */
  'email': {
    severity: 'error',
    locked: false,
    message: 'is not an e-mail address',
  },
  /** From a standard: RFC 5321 §2.3.5. */
  'email-domain': {
    severity: 'warning',
    locked: false,
    message: 'has a domain without a dot, which is none of the public Internet',
  },
  /** From a standard: ISO 3166-1 alpha-2. */
  'country': {
    severity: 'error',
    locked: false,
    message: 'is not a country code of two upper-case letters such as ES',
  },
  /** From a standard: ISO 3166-1 alpha-2. */
  'country-unassigned': {
    severity: 'warning',
    locked: false,
    message: 'is a country code that ISO 3166-1 has not assigned',
  },
  /** From a standard: ISO 639-1. */
  'language': {
    severity: 'error',
    locked: false,
    message: 'is not a language code of two upper-case letters such as ES',
  },
  /** From a standard: ISO 639-1. */
  'language-unassigned': {
    severity: 'warning',
    locked: false,
    message: 'is a language code that ISO 639-1 has not assigned',
  },
  /** From a standard: ITU-T E.164 §6.2.1. */
  'calling-code': {
    severity: 'error',
    locked: false,
    message: 'is not a calling code of 1 to 3 digits such as 34, without +',
  },
  /** From a standard: ITU-T E.164. */
  'calling-code-unassigned': {
    severity: 'warning',
    locked: false,
    message: 'is a calling code that is not assigned',
  },
  /** From a standard: ITU-T E.164 §6.1. */
  'phone-number': {
    severity: 'error',
    locked: false,
    message: 'is not a phone number: a positive number of at most {limit} digits with its country code',
  },
  /** From a standard: the numbering plan of the country code. */
  'phone-length': {
    severity: 'warning',
    locked: false,
    message: "does not have the digits of a person's number with country code {country_code}, which are {digits}",
  },
  /** From a standard: Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008. */
  'document-number': {
    severity: 'warning',
    locked: false,
    message: 'is not written as a Spanish document number of its type',
  },
  /** From a standard: Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008. */
  'check-letter': {
    severity: 'warning',
    locked: false,
    message: 'does not end in the letter or digit that follows from the rest of a Spanish document number',
  },
  /** From logic: a chain without steps identifies nobody. */
  'empty-sequence': {
    severity: 'error',
    locked: false,
    message: 'has no step',
  },
  /** From the API reference: sequence: each step should be unique. */
  'duplicate-step': {
    severity: 'error',
    locked: false,
    message: 'has the identification_type of an earlier step, {first}',
  },
  /** From logic: the example request body. */
  'step-details': {
    severity: 'error',
    locked: false,
    message: 'is missing, and a step of type {type} needs it',
  },
  /** From logic: the example request body. */
  'step-mismatch': {
    severity: 'warning',
    locked: false,
    message: 'belongs to a step of type {type} and to no other',
  },
  /** From logic: a code goes where the actor can be reached. */
  'needed-by-step': {
    severity: 'error',
    locked: false,
    message: 'is missing, and {step} needs it',
  },
} as const;

/** What the codes of the parameters `problem`, `expected` and `found` say. */
export const problems = {
  'string': 'a string',
  'integer': 'an integer, written in digits alone',
  'object': 'an object',
  'array': 'an array',
  'boolean': 'true or false',
  'PT1M': '1 minute',
  'P30D': '30 days',
  'empty-body': 'there is nothing',
  'unexpected-end': 'it ends too early',
  'expected-value': 'a value is due',
  'expected-key': 'a name in double quotes is due',
  'expected-colon': 'a colon is due',
  'expected-comma-or-brace': 'a comma or } is due',
  'expected-comma-or-bracket': 'a comma or ] is due',
  'trailing-comma': 'a comma stands before the end',
  'single-quote': 'a single quote stands where JSON has a double one',
  'unescaped-control': 'a string has a control character that is not escaped',
  'escape': 'a backslash is followed by no escape',
  'number': 'a number is malformed',
  'trailing': 'more follows after the value',
  'empty': 'it is empty',
  'dot-segment': 'it climbs or stays in the path',
  'control-character': 'it has a control character',
  'not-text': 'it is not Unicode text',
  'too-long': 'it is longer than 255 bytes',
  'header-character': 'it has a character that no header may have',
  'scheme': 'it starts with neither https:// nor http://',
  'host': 'it has no host',
  'credentials': 'it holds credentials',
  'query': 'it has a query or a fragment',
  'url-character': 'it has a character that no URL has',
  'unparsable': 'no URL parser takes it',
  'undefined': 'undefined',
  'nan': 'NaN',
  'infinity': 'an infinite number',
  'bigint': 'a BigInt',
  'function': 'a function',
  'symbol': 'a symbol',
  'cycle': 'an object that holds itself',
  'not-plain': 'an object such as a Map or a Promise',
} as const;
