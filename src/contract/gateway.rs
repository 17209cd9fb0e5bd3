//! What a gateway adds to the API: the organization of the caller, and the problems (RFC 9457) that say
//! what became of a create with an `Idempotency-Key`.

/// The organization in a path to a gateway, which takes the organization from the caller's identity.
pub const OWN_ORG: &str = "-";

/// The type of the problem "a request with this key is running". The status is 409.
pub const IN_PROGRESS: &str = "urn:identification-chain:problem:key-in-progress";

/// The type of the problem "it is unknown whether the chain was created". The status is 502 or 504.
pub const OUTCOME_UNKNOWN: &str = "urn:identification-chain:problem:outcome-unknown";

/// The type of the problem "the chain was created, and its id did not arrive". The status is 502.
pub const ID_LOST: &str = "urn:identification-chain:problem:id-lost";

/// The type of the problem "the key was used with another request". The status is 422.
pub const KEY_REUSED: &str = "urn:identification-chain:problem:key-reused";
