//! Checks and builds the requests of the Identification Chain API.
//!
//! An *identification chain* is a sequence of steps by which a person proves their identity. The
//! server answers a bad request with a bare `400`. This crate reports what is wrong before anything
//! is sent, and builds the request from the bytes that it checked.
//!
//! Data flows one way: bytes → [`check`] → [`request`] → (the caller sends) → [`response`].
//! [`contract`] is the API as tables, which all of them read. There is no I/O and no clock here.
//! Only `wasm`, `platform` and `client`, which sends for Rust front-ends, use JavaScript.
//!
//! ```
//! use identification_chain::{check, contract};
//!
//! let body = br#"{"reason": 7}"#;
//! let issues = check::issues(&contract::CANCEL_CHAIN, body, &check::Settings::default());
//! assert_eq!(issues[0].path, "/reason");
//! assert_eq!(issues[0].message(), "must be a string, not a number");
//! ```

// The published module is built with this cfg: functions that are called once a request, or only for
// a broken one, are compiled for size.
#![cfg_attr(small, feature(optimize_attribute))]

pub mod check;
#[cfg(feature = "client")]
pub mod client;
pub mod contract;
pub mod format;
pub mod issue;
pub mod json;
pub mod nearest;
pub mod platform;
pub mod request;
pub mod response;
#[cfg(target_arch = "wasm32")]
#[cfg_attr(feature = "client", doc(hidden))]
pub mod wasm;
