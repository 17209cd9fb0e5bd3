//! The client and its settings.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::error::TokenFailure;
use crate::client::retry::Policy;
use crate::contract::{BASE_URL, OWN_ORG};
use crate::issue::Severities;

/// A source of tokens. Its argument is the refused token, if there is one.
type TokenSource = dyn Fn(Option<String>) -> Pin<Box<dyn Future<Output = Result<String, TokenFailure>>>>
    + Send
    + Sync;

/// The access token, or where it comes from.
#[derive(Clone)]
pub(super) enum Token {
    Fixed(String),
    From(Arc<TokenSource>),
}

/// Creates, cancels, closes, reads and validates identification chains. A call sends nothing until it
/// is awaited.
#[derive(Clone)]
pub struct Client {
    pub(super) org_id: String,
    pub(super) base_url: String,
    pub(super) token: Option<Token>,
    pub(super) allow_insecure: bool,
    pub(super) timeout: Duration,
    pub(super) total_timeout: Duration,
    pub(super) retry: Policy,
    pub(super) severities: Severities,
    pub(super) keeps_keys: bool,
    pub(super) id_field: Option<String>,
}

impl fmt::Debug for Client {
    /// Shows no token.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("org_id", &self.org_id)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client of an organization. It calls the provider's server without a token.
    #[must_use]
    pub fn new(org_id: impl Into<String>) -> Self {
        Self {
            org_id: org_id.into(),
            base_url: BASE_URL.into(),
            token: None,
            allow_insecure: false,
            timeout: Duration::from_secs(30),
            total_timeout: Duration::from_mins(2),
            retry: Policy::DEFAULT,
            severities: Severities::DEFAULT,
            keeps_keys: false,
            id_field: None,
        }
    }

    /// A client of a gateway, which holds the credential and keeps idempotency keys, and takes the
    /// organization from the user's identity. A relative URL is relative to the page.
    #[must_use]
    pub fn gateway(url: &str) -> Self {
        Self { keeps_keys: true, base_url: absolute(url), ..Self::new(OWN_ORG) }
    }

    /// Sets the URL of the server, with the start of the path.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Sets the access token.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Token::Fixed(token.into()));
        self
    }

    /// Sets the source of the access token. Each call asks it after the check of the request. It must
    /// answer within [`timeout`](Self::timeout). If the server refuses the token (401), the call asks
    /// once more and sends another token.
    #[must_use]
    pub fn token_from<Source, Answer, Failure>(self, source: Source) -> Self
    where
        Source: Fn() -> Answer + Send + Sync + 'static,
        Answer: Future<Output = Result<String, Failure>> + 'static,
        Failure: Into<TokenFailure>,
    {
        self.fresh_token_from(move |_| source())
    }

    /// Sets the source of the access token, like [`token_from`](Self::token_from), for a source that
    /// caches its tokens. Its argument is the token that the server refused, if it refused one.
    #[must_use]
    pub fn fresh_token_from<Source, Answer, Failure>(mut self, source: Source) -> Self
    where
        Source: Fn(Option<String>) -> Answer + Send + Sync + 'static,
        Answer: Future<Output = Result<String, Failure>> + 'static,
        Failure: Into<TokenFailure>,
    {
        self.token = Some(Token::From(Arc::new(move |refused| {
            let answer = source(refused);
            Box::pin(async move { answer.await.map_err(Into::into) })
        })));
        self
    }

    /// Allows to send a token over plain http to another host than this one.
    #[must_use]
    pub fn allow_insecure(mut self) -> Self {
        self.allow_insecure = true;
        self
    }

    /// Sets how long an attempt may take, with the body of the answer. Default: 30 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long a call may take, with its token, all attempts and the waits between them. Default:
    /// 120 seconds.
    #[must_use]
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = timeout;
        self
    }

    /// Sets the largest number of retries. Default: 2.
    ///
    /// A call is retried if the server puts it off (429, and 503 with `Retry-After`). After 408, any
    /// other 5xx, no answer or an answer that broke off, `cancel_chain`, `close_chain` and `get_chain`
    /// are retried, and `create_chain` only if the server [keeps keys](Self::keeps_keys). Another
    /// token after a 401 is not a retry, and neither is waiting for a gateway that still runs a create.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retry.retries = retries;
        self
    }

    /// Sets the longest wait before the first retry. It doubles for each further one. Default: 500
    /// milliseconds.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.retry.base_delay = delay;
        self
    }

    /// Sets the longest wait before any retry. Default: 8 seconds.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.retry.max_delay = delay;
        self
    }

    /// Sets the longest `Retry-After` that the call waits for. Default: 60 seconds.
    #[must_use]
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.retry.max_retry_after = delay;
        self
    }

    /// Sets severities that replace those of the rule book.
    #[must_use]
    pub fn severities(mut self, severities: Severities) -> Self {
        self.severities = severities;
        self
    }

    /// Sets whether the server runs a create at most once for each `Idempotency-Key`. Then each
    /// `create_chain` has a key, and may be retried. The API does not keep keys; a
    /// [gateway](Self::gateway) does. If the server does not, a retry creates a second chain.
    #[must_use]
    pub fn keeps_keys(mut self, keeps: bool) -> Self {
        self.keeps_keys = keeps;
        self
    }

    /// Sets the member of the answer with the chain's id, if the default ones do not have it.
    #[must_use]
    pub fn id_field(mut self, name: impl Into<String>) -> Self {
        self.id_field = Some(name.into());
        self
    }
}

#[wasm_bindgen]
extern "C" {
    /// A page or a worker has a location.
    #[wasm_bindgen(thread_local_v2, js_name = location)]
    static LOCATION: Option<Location>;
    type Location;
    #[wasm_bindgen(method, getter)]
    fn href(this: &Location) -> String;

    #[wasm_bindgen(js_name = URL)]
    type Url;
    #[wasm_bindgen(constructor, js_class = "URL", catch)]
    fn new(url: &str, base: &str) -> Result<Url, JsValue>;
    #[wasm_bindgen(method, getter, js_class = "URL")]
    fn href(this: &Url) -> String;
}

/// Resolves a URL against the page. A URL that cannot be resolved stays: the check of a call reports it.
fn absolute(url: &str) -> String {
    let page = LOCATION.with(|location| location.as_ref().map(Location::href)).unwrap_or_default();
    Url::new(url, &page).map_or_else(|_| url.into(), |resolved| resolved.href())
}
