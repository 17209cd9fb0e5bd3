//! The client: what it is made of, and its operations.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use js_sys::Uint8Array;
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use super::call::Call;
use super::error::{Error, TokenFailure};
use super::retry::Policy;
use super::types::{CancelIdentificationRequest, CreateChainIdentificationRequest};
use crate::contract::{
    BASE_URL, CANCEL_CHAIN, CLOSE_CHAIN, CREATE_CHAIN, GET_CHAIN, Operation, VALIDATE_CHAIN,
};
use crate::issue::{Issue, Severities};

#[wasm_bindgen]
extern "C" {
    // Unlike `randomUUID` it is also in pages that came over plain http.
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_by_chance(bytes: &Uint8Array);
}

/// A chain that was created.
#[derive(Clone)]
#[non_exhaustive]
pub struct CreatedChain {
    /// Its id, by which it is cancelled and closed.
    pub id: String,
    /// The server's answer; the API publishes none of its fields. `Null` where there is none, and
    /// text where it broke off.
    pub body: Value,
    /// What was odd about the request, and did not block it.
    pub warnings: Vec<Issue>,
}

impl fmt::Debug for CreatedChain {
    /// Without the body, which may hold data of the person.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CreatedChain")
            .field("id", &self.id)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

/// A chain as it is.
#[derive(Clone)]
#[non_exhaustive]
pub struct ChainRead {
    /// The server's whole answer; the API publishes none of its fields. `Null` where there is none.
    pub body: Value,
}

impl fmt::Debug for ChainRead {
    /// Without the body, which may hold data of the person.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ChainRead").finish_non_exhaustive()
    }
}

/// The end user's device.
#[derive(Clone, PartialEq, Eq)]
pub struct Device {
    /// The installation of the application (`x-installation_id`).
    pub installation_id: String,
    /// The fingerprint of the device (`x-fingerprint`).
    pub fingerprint: String,
    /// The address of the device (`x-forwarded-for`).
    pub forwarded_for: String,
    /// Where the device is (`x-location`).
    pub location: Option<String>,
}

impl fmt::Debug for Device {
    /// Without what it holds, which is of the person.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Device").finish_non_exhaustive()
    }
}

/// That a chain was cancelled, closed or validated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChainDone {
    /// What was odd about the request, and did not block it.
    pub warnings: Vec<Issue>,
}

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
    has_idempotency_key: bool,
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

    /// Creates a chain. Not idempotent: two calls make two chains. What is reset on a connection that
    /// was used before, Chromium sends again by itself, and nobody learns of it; a server that knows
    /// an [idempotency key](Self::idempotency_key) is safe from that, too.
    ///
    /// # Errors
    /// [`Error::Validation`] and [`Error::Token`] before anything is sent, [`Error::OutcomeUnknown`]
    /// where no answer came, [`Error::Api`] and [`Error::Unexpected`] where the answer is no chain.
    pub async fn create_chain(
        &self,
        request: &CreateChainIdentificationRequest,
    ) -> Result<CreatedChain, Error> {
        self.create_chain_from_json(&json(request)).await
    }

    /// Creates a chain from the UTF-8 bytes of a JSON body, which are sent as they are.
    ///
    /// # Errors
    /// As [`create_chain`](Self::create_chain).
    pub async fn create_chain_from_json(&self, body: &[u8]) -> Result<CreatedChain, Error> {
        self.create(body, self.has_idempotency_key.then(new_id)).await
    }

    /// Creates a chain with an `Idempotency-Key` of the caller's: 1 to 255 visible ASCII characters.
    /// A call with the key of an earlier one may find out what that came to.
    ///
    /// # Errors
    /// As [`create_chain`](Self::create_chain).
    pub async fn create_chain_with_key(
        &self,
        request: &CreateChainIdentificationRequest,
        idempotency_key: impl Into<String>,
    ) -> Result<CreatedChain, Error> {
        self.create(&json(request), Some(idempotency_key.into())).await
    }

    /// Creates a chain.
    async fn create(
        &self,
        body: &[u8],
        idempotency_key: Option<String>,
    ) -> Result<CreatedChain, Error> {
        let call = Call { body: Some(body), idempotency_key, ..self.call(&CREATE_CHAIN, "") };
        let (id, body, warnings) = call.perform().await?;
        Ok(CreatedChain { id, body, warnings })
    }

    /// Cancels a chain, with or without a reason.
    ///
    /// # Errors
    /// [`Error::Validation`] and [`Error::Token`] before anything is sent, [`Error::Connection`] and
    /// [`Error::Timeout`] where no answer came, [`Error::Api`] and [`Error::Unexpected`] where the
    /// answer is another.
    pub async fn cancel_chain(
        &self,
        chain_id: &str,
        request: Option<&CancelIdentificationRequest>,
    ) -> Result<ChainDone, Error> {
        let body = request.map(json);
        let call = Call { body: body.as_deref(), ..self.call(&CANCEL_CHAIN, chain_id) };
        let (_, _, warnings) = call.perform().await?;
        Ok(ChainDone { warnings })
    }

    /// Closes a chain.
    ///
    /// # Errors
    /// As [`cancel_chain`](Self::cancel_chain).
    pub async fn close_chain(&self, chain_id: &str) -> Result<ChainDone, Error> {
        let (_, _, warnings) = self.call(&CLOSE_CHAIN, chain_id).perform().await?;
        Ok(ChainDone { warnings })
    }

    /// Reads a chain, as its end user may: known from another page of the provider.
    ///
    /// # Errors
    /// As [`cancel_chain`](Self::cancel_chain). An answer that broke off is [`Error::Unexpected`].
    pub async fn get_chain(&self, chain_id: &str) -> Result<ChainRead, Error> {
        let (_, body, _) = self.call(&GET_CHAIN, chain_id).perform().await?;
        Ok(ChainRead { body })
    }

    /// Validates a chain on its end user's device: known from another page of the provider. A
    /// browser asks the server for the device's headers by CORS.
    ///
    /// # Errors
    /// As [`create_chain`](Self::create_chain).
    pub async fn validate_chain(
        &self,
        chain_id: &str,
        device: &Device,
    ) -> Result<ChainDone, Error> {
        let Device { installation_id, fingerprint, forwarded_for, location } = device;
        let location = location.as_deref().unwrap_or_default();
        let headers = [installation_id, fingerprint, forwarded_for, location];
        let call = Call { headers: &headers, ..self.call(&VALIDATE_CHAIN, chain_id) };
        let (_, _, warnings) = call.perform().await?;
        Ok(ChainDone { warnings })
    }

    /// A call without headers of its own, body and key.
    fn call<'a>(&'a self, operation: &'static Operation, chain_id: &'a str) -> Call<'a> {
        Call { client: self, operation, chain_id, headers: &[], body: None, idempotency_key: None }
    }
}

/// The bytes of a request. They cannot fail to be made, because every name in it is a text; and no
/// bytes are refused by the check.
fn json(request: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(request).unwrap_or_default()
}

/// A new id that nobody else has: a version 4 UUID (RFC 9562 §5.4).
fn new_id() -> String {
    let random = Uint8Array::new_with_length(16);
    fill_by_chance(&random);
    let mut bytes = [0; 16];
    random.copy_to(&mut bytes);
    let random = u128::from_be_bytes(bytes);
    let part = |shift, mask| random.wrapping_shr(shift) & mask;
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        part(96, 0xFFFF_FFFF),
        part(80, 0xFFFF),
        part(64, 0xFFF),
        part(48, 0x3FFF) | 0x8000,
        part(0, 0xFFFF_FFFF_FFFF),
    )
}
