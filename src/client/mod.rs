//! The client for Rust front-ends (Leptos, Yew, Dioxus and the like), behind the feature `client`.
//!
//! It checks a request, sends the very bytes that it checked, and tries again what may be tried
//! again without doing anything twice. It runs in a browser: `Client` is there for `wasm32` alone,
//! the types of requests and errors are everywhere, so that a server may render with them.
//!
#![cfg_attr(target_arch = "wasm32", doc = "```no_run")]
#![cfg_attr(not(target_arch = "wasm32"), doc = "```text")]
//! use identification_chain::client::types::{
//!     ChainIdentificationStep, CreateChainIdentificationRequest, DocumentType,
//!     IdentificationActorChain, IdentificationType, IdentityDocument,
//! };
//! use identification_chain::client::{Client, Error};
//!
//! /// What a component calls, with `spawn_local` or as a resource; `Err` is to be shown.
//! async fn identify(name: String, last_name: String, number: String) -> Result<String, String> {
//!     // A server of yours that adds the credential, which does not belong in a page.
//!     let chains = Client::new("acme").base_url("https://shop.example/identification/v1");
//!     let document = IdentityDocument::new(number, DocumentType::Nif, "ES");
//!     let request = CreateChainIdentificationRequest::new(
//!         IdentificationActorChain {
//!             language: Some("ES".into()),
//!             ..IdentificationActorChain::new(name, last_name, document)
//!         },
//!         "PT15M",
//!         vec![ChainIdentificationStep::new(IdentificationType::Agent)],
//!     );
//!     match chains.create_chain(&request).await {
//!         Ok(chain) => Ok(chain.id),
//!         Err(Error::Validation(issues)) => {
//!             Err(issues.iter().map(|issue| issue.path.clone() + " " + &issue.message()).collect())
//!         }
//!         Err(error) => Err(error.to_string()),
//!     }
//! }
//! ```
//!
//! A call ends, and its request is aborted, where its future is dropped. Whether the server had
//! done it by then is not known. There are no hooks: a front-end traces its calls by its own means.

#[cfg(target_arch = "wasm32")]
mod call;
mod error;
mod open_list;
#[cfg(target_arch = "wasm32")]
mod operations;
// Native only for its tests.
#[cfg(any(target_arch = "wasm32", test))]
mod retry;
#[cfg(target_arch = "wasm32")]
mod send;
#[cfg(target_arch = "wasm32")]
mod time;
pub mod types;

pub use error::{ApiError, Attempt, Error, TimeBound, TokenError, TokenFailure};
#[cfg(target_arch = "wasm32")]
pub use operations::{ChainDone, ChainRead, Client, CreatedChain, Device};
