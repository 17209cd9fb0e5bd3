//! The client, and how it is set up.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::client::error::TokenFailure;
use crate::client::retry::Policy;
use crate::contract::BASE_URL;
use crate::issue::Severities;

/// It is told the token that was refused, if one was.
type TokenSource = dyn Fn(Option<String>) -> Pin<Box<dyn Future<Output = Result<String, TokenFailure>>>>
    + Send
    + Sync;

/// The access token, or where it comes from.
#[derive(Clone)]
pub(super) enum Token {
    Fixed(String),
    From(Arc<TokenSource>),
}

/// Creates, cancels, closes, reads and validates identification chains. Nothing is sent until a call is awaited.
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
    pub(super) has_idempotency_key: bool,
    pub(super) id_field: Option<String>,
}

impl fmt::Debug for Client {
    /// Without the token.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("org_id", &self.org_id)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client of an organization, which calls the provider's own server without a token.
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
            has_idempotency_key: false,
            id_field: None,
        }
    }

    /// The server or gateway, with any path of its own.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// The access token.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Token::Fixed(token.into()));
        self
    }

    /// Where the access token comes from. It is asked for every call, after the request was found to
    /// be good, and has to answer within [`timeout`](Self::timeout). Where the server refuses the
    /// token (401) it is asked once more, and another token is sent.
    #[must_use]
    pub fn token_from<Source, Answer, Failure>(self, source: Source) -> Self
    where
        Source: Fn() -> Answer + Send + Sync + 'static,
        Answer: Future<Output = Result<String, Failure>> + 'static,
        Failure: Into<TokenFailure>,
    {
        self.fresh_token_from(move |_| source())
    }

    /// Where the access token comes from, as with [`token_from`](Self::token_from), for a source that
    /// keeps its tokens: it is told the one that the server has just refused, if it has.
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

    /// Lets a token go over plain http to another host than this one.
    #[must_use]
    pub fn allow_insecure(mut self) -> Self {
        self.allow_insecure = true;
        self
    }

    /// How long an attempt may take, the body of the answer included; 30 seconds unless set.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a call may take, with its token, all attempts and what is waited between them; 120
    /// seconds unless set.
    #[must_use]
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = timeout;
        self
    }

    /// How many attempts may follow the first; 2 unless set.
    ///
    /// A call that was put off (429, and 503 with `Retry-After`) is tried again. After 408, any other
    /// 5xx, no answer at all or one that broke off, `cancel_chain`, `close_chain` and `get_chain` are,
    /// and `create_chain` only with an [idempotency key](Self::idempotency_key). That another token
    /// is sent after a 401 does not count.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retry.retries = retries;
        self
    }

    /// The longest wait before the second attempt; it doubles before each that follows. 500
    /// milliseconds unless set.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.retry.base_delay = delay;
        self
    }

    /// The longest wait before any attempt; 8 seconds unless set.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.retry.max_delay = delay;
        self
    }

    /// The longest `Retry-After` that is waited for; 60 seconds unless set.
    #[must_use]
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.retry.max_retry_after = delay;
        self
    }

    /// Severities that replace the rule book's own.
    #[must_use]
    pub fn severities(mut self, severities: Severities) -> Self {
        self.severities = severities;
        self
    }

    /// Whether `create_chain` sends an `Idempotency-Key`, a new one for each call. The API does not
    /// say that it knows the header: this is for a gateway that does, and a browser asks it by CORS.
    #[must_use]
    pub fn idempotency_key(mut self, sent: bool) -> Self {
        self.has_idempotency_key = sent;
        self
    }

    /// The member of the server's answer that holds the chain's id, if it is an unusual one.
    #[must_use]
    pub fn id_field(mut self, name: impl Into<String>) -> Self {
        self.id_field = Some(name.into());
        self
    }
}
