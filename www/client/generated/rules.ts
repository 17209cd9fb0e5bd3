// Generated from src/contract/ by `make generate`.

/** The version of this package. */
export const version = '0.1.0';

/** The provider's server. */
export const defaultBaseUrl = 'https://documents.masstack.com/v1';

/** The operations, in the order of their numbers in the core. */
export const operationIds = ['createChain', 'cancelChain', 'closeChain', 'getChain', 'validateChain'] as const;

/** The operations that may be repeated: doing one twice has the effect of doing it once. */
export const repeatableIds: readonly (typeof operationIds)[number][] = ['cancelChain', 'closeChain', 'getChain'];

/** The path of each operation, with the names of its parameters. */
export const paths = {
  createChain: '/orgs/{org_id}/identifications/chain',
  cancelChain: '/orgs/{org_id}/identifications/chain/{identification_chain_id}/cancel',
  closeChain: '/orgs/{org_id}/identifications/chain/{identification_chain_id}/close',
  getChain: '/orgs/{org_id}/identifications/chain/{identification_chain_id}',
  validateChain: '/orgs/{org_id}/identifications/chain/{identification_chain_id}/validate',
} as const;

/** Whether each operation has a body. */
export const bodies = {
  createChain: 'required',
  cancelChain: 'optional',
  closeChain: 'none',
  getChain: 'none',
  validateChain: 'none',
} as const;

/** The members of an item of an `ErrorsResponse`, in the order of the core's rows. */
export const errorItemFields = ['code', 'title', 'ref', 'details'] as const;

/** The largest body that is checked, in bytes. */
export const maxBodyBytes = 65536;

/** The deepest nesting that is checked. */
export const maxDepth = 32;

/** How many characters of an unknown name a path shows. */
export const maxShownName = 64;

/** The only member of a request that is an array. */
export const arrayField = 'sequence';

/** The organization in a path to a gateway, which takes it from the caller's identity. */
export const ownOrg = '-';

/** The types of the problems (RFC 9457) with which a gateway says what became of a create. */
export const problemTypes = {
  inProgress: 'urn:identification-chain:problem:key-in-progress',
  outcomeUnknown: 'urn:identification-chain:problem:outcome-unknown',
  idLost: 'urn:identification-chain:problem:id-lost',
  keyReused: 'urn:identification-chain:problem:key-reused',
} as const;

/**
 * The rules, in the order of their numbers in the core: where each comes from, and whether its
 * severity is fixed.
 */
export const rules = {
  /** From RFC 8259. */
  'json-syntax': { provenance: 'standard', locked: true },
  /** From RFC 8259 §8.1. */
  'byte-order-mark': { provenance: 'standard', locked: true },
  /** From RFC 8259 §8.1. */
  'invalid-utf8': { provenance: 'standard', locked: true },
  /** From RFC 8259 §8.2. */
  'lone-surrogate': { provenance: 'standard', locked: true },
  /** From RFC 8259 §4, RFC 7493 §2.3. */
  'duplicate-key': { provenance: 'standard', locked: true },
  /** From a request of this API has less than a kilobyte. */
  'too-large': { provenance: 'logic', locked: true },
  /** From a request of this API nests 5 levels. */
  'too-deep': { provenance: 'logic', locked: true },
  /** From RFC 8259 §3. */
  'not-json': { provenance: 'standard', locked: true },
  /** From RFC 3986 §3.3, §5.2.4. */
  'path-parameter': { provenance: 'logic', locked: true },
  /** From RFC 9110 §5.5. */
  'header-value': { provenance: 'standard', locked: true },
  /** From RFC 3986 §3. */
  'base-url': { provenance: 'logic', locked: true },
  /** From the provider's earlier API. */
  'older-contract': { provenance: 'provider', locked: false },
  /** From the example request bodies. */
  'type': { provenance: 'reference', locked: false },
  /** From the request's tables. */
  'required': { provenance: 'reference', locked: false },
  /** From the example request bodies. */
  'expected': { provenance: 'reference', locked: false },
  /** From an identification needs somebody to identify. */
  'blank': { provenance: 'logic', locked: false },
  /** From Unicode §23.1. */
  'control-character': { provenance: 'standard', locked: false },
  /** From UAX #9 §2, UTR #36 §2.5. */
  'bidi-control': { provenance: 'standard', locked: false },
  /** From Unicode §3.6, D52. */
  'leading-mark': { provenance: 'standard', locked: false },
  /** From UAX #15. */
  'not-nfc': { provenance: 'standard', locked: false },
  /** From the request's tables. */
  'unknown-field': { provenance: 'reference', locked: false },
  /** From the request's tables. */
  'unknown-fields': { provenance: 'reference', locked: true },
  /** From nobody reads hundreds of issues. */
  'more-issues': { provenance: 'logic', locked: true },
  /** From the example request bodies. */
  'unknown-value': { provenance: 'reference', locked: false },
  /** From ISO 8601-1:2019 §5.5.2. */
  'duration': { provenance: 'standard', locked: false },
  /** From a chain needs some time to be valid. */
  'duration-zero': { provenance: 'logic', locked: false },
  /** From the agent and OTP processes. */
  'duration-range': { provenance: 'provider', locked: false },
  /** From HTML §4.10.5.1.5, RFC 5321 §4.5.3.1. */
  'email': { provenance: 'standard', locked: false },
  /** From RFC 5321 §2.3.5. */
  'email-domain': { provenance: 'standard', locked: false },
  /** From ISO 3166-1 alpha-2. */
  'country': { provenance: 'standard', locked: false },
  /** From ISO 3166-1 alpha-2. */
  'country-unassigned': { provenance: 'standard', locked: false },
  /** From ISO 639-1. */
  'language': { provenance: 'standard', locked: false },
  /** From ISO 639-1. */
  'language-unassigned': { provenance: 'standard', locked: false },
  /** From ITU-T E.164 §6.2.1. */
  'calling-code': { provenance: 'standard', locked: false },
  /** From ITU-T E.164. */
  'calling-code-unassigned': { provenance: 'standard', locked: false },
  /** From ITU-T E.164 §6.1. */
  'phone-number': { provenance: 'standard', locked: false },
  /** From the numbering plan of the country code. */
  'phone-length': { provenance: 'standard', locked: false },
  /** From Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008. */
  'document-number': { provenance: 'standard', locked: false },
  /** From Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008. */
  'check-letter': { provenance: 'standard', locked: false },
  /** From a chain without steps identifies nobody. */
  'empty-sequence': { provenance: 'logic', locked: false },
  /** From sequence: each step should be unique. */
  'duplicate-step': { provenance: 'reference', locked: false },
  /** From the example request body. */
  'step-details': { provenance: 'logic', locked: false },
  /** From the example request body. */
  'step-mismatch': { provenance: 'logic', locked: false },
  /** From the code must reach the actor. */
  'needed-by-step': { provenance: 'logic', locked: false },
} as const;
