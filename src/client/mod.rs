//! The client for Rust front-ends (Leptos, Yew, Dioxus and the like), behind the feature `client`.
//!
//! It checks a request, sends the bytes that it checked, and retries if nothing can happen twice. It
//! runs in a browser: `Client` exists on `wasm32` only. The types of requests and errors exist on
//! every target, so that a server can render with them.
//!
#![cfg_attr(target_arch = "wasm32", doc = "```no_run")]
#![cfg_attr(not(target_arch = "wasm32"), doc = "```text")]
//! use identification_chain::client::types::{
//!     ChainIdentificationStep, CreateChainIdentificationRequest, DocumentType,
//!     IdentificationActorChain, IdentificationType, IdentityDocument,
//! };
//! use identification_chain::client::{Client, Error};
//!
//! /// A component calls this with `spawn_local` or as a resource, and shows an `Err`.
//! async fn identify(name: String, last_name: String, number: String) -> Result<String, String> {
//!     // Your server, which adds the token. A token does not belong in a page.
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
//! A dropped future aborts its request. It is then not known whether the operation succeeded. There
//! are no hooks: a front-end traces its calls by its own means.

#[cfg(target_arch = "wasm32")]
mod browser;
mod error;
mod open_list;
mod problem;
// Elsewhere only the tests use it.
#[cfg(any(target_arch = "wasm32", test))]
mod retry;
pub mod types;

#[cfg(target_arch = "wasm32")]
pub use browser::{ChainDone, ChainRead, Client, CreatedChain, Device};
pub use error::{ApiError, Attempt, Error, TimeBound, TokenError, TokenFailure};
pub use problem::GatewayProblem;
