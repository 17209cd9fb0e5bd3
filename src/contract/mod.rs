//! The Identification Chain API as constant tables. Every other part reads them, and no other part
//! states a fact of the API.
//!
//! Read it from [`OPERATIONS`] down. [`Rule`] lists the rules for requests, and where each rule comes
//! from. `tools/generate` generates the OpenAPI document, the TypeScript types and the list of rule
//! ids from here.
//!
//! - `shape`: what the tables are made of
//! - `operations`: methods, paths, parameters, headers and answers
//! - `objects`: requests and answers, field by field
//! - `rules`, `problems`: what can be wrong, in words
//! - `limits`: how large things may be
//! - `gateway`: what a gateway adds
//!
//! The WebAssembly build has no prose that only people read. It keeps names, lists and messages.

mod gateway;
mod limits;
mod objects;
mod operations;
mod problems;
mod rules;
mod shape;

pub use gateway::{ID_LOST, IN_PROGRESS, KEY_REUSED, OUTCOME_UNKNOWN, OWN_ORG};
pub use limits::{
    MAX_ANSWER_DEPTH, MAX_BODY_BYTES, MAX_DEPTH, MAX_ID_BYTES, MAX_ISSUES, MAX_NFC_BYTES,
    MAX_SHOWN_NAME, MAX_UNKNOWN_FIELDS,
};
pub use objects::{
    DOCUMENT_COUNTRY, DOCUMENT_FORMS, EMAIL_CHANNEL, EMAIL_FACTOR, ERROR_ITEM_FIELDS, MAX_VALIDITY,
    MIN_VALIDITY, NEEDS, Need, OLDER_STEP, OTP, PHONE_CHANNELS, SEQUENCE, STEP_DETAILS,
};
pub use operations::{
    BASE_URL, CANCEL_CHAIN, CLOSE_CHAIN, CREATE_CHAIN, DEVICE, FAILURES, GET_CHAIN, ID_FIELDS,
    OPERATIONS, USER_AGENT, USER_FAILURES, VALIDATE_CHAIN,
};
pub use problems::Problem;
pub use rules::{Example, InSchema, MENDED, Rule, RuleFacts, SUGGESTION, Severity};
pub use shape::{
    Answer, Body, Closing, Field, Format, Kind, Object, Operation, Parameter, Presence, Provenance,
    Role,
};
