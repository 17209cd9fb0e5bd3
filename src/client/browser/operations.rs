//! The operations of a client, and what they return.

use std::fmt;

use js_sys::Uint8Array;
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use super::call::Call;
use super::settings::Client;
use crate::client::error::Error;
use crate::client::types::{CancelIdentificationRequest, CreateChainIdentificationRequest};
use crate::contract::{
    CANCEL_CHAIN, CLOSE_CHAIN, CREATE_CHAIN, GET_CHAIN, Operation, VALIDATE_CHAIN,
};
use crate::issue::Issue;

#[wasm_bindgen]
extern "C" {
    // Unlike `randomUUID` it also exists in pages over plain http.
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random_values(bytes: &Uint8Array);
}

/// A chain that was created.
#[derive(Clone)]
#[non_exhaustive]
pub struct CreatedChain {
    /// Its id, which cancels and closes it.
    pub id: String,
    /// The answer of the server, whose fields are not published. `Null` if it is empty, text if it
    /// broke off.
    pub body: Value,
    /// The warnings about the request.
    pub warnings: Vec<Issue>,
}

impl fmt::Debug for CreatedChain {
    /// Shows no body, which may have data of the person.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CreatedChain")
            .field("id", &self.id)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

/// The current state of a chain.
#[derive(Clone)]
#[non_exhaustive]
pub struct ChainRead {
    /// The whole answer of the server, whose fields are not published. `Null` if it is empty.
    pub body: Value,
}

impl fmt::Debug for ChainRead {
    /// Shows no body, which may have data of the person.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ChainRead").finish_non_exhaustive()
    }
}

/// The end user's device.
#[derive(Clone, PartialEq, Eq)]
pub struct Device {
    /// The id of the application's installation (`x-installation_id`).
    pub installation_id: String,
    /// The fingerprint of the device (`x-fingerprint`).
    pub fingerprint: String,
    /// The IP address of the device (`x-forwarded-for`).
    pub forwarded_for: String,
    /// The location of the device (`x-location`).
    pub location: Option<String>,
}

impl fmt::Debug for Device {
    /// Shows no field, because all of them are data of the person.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Device").finish_non_exhaustive()
    }
}

/// The result of cancelling, closing or validating a chain.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChainDone {
    /// The warnings about the request.
    pub warnings: Vec<Issue>,
}

impl Client {
    /// Creates a chain. The operation is not idempotent: two calls create two chains. If a reused
    /// connection is reset, Chromium sends a request again by itself, without notice. A server that
    /// [keeps keys](Self::keeps_keys) is safe from that too.
    ///
    /// # Errors
    /// [`Error::Validation`] and [`Error::Token`] before anything is sent, [`Error::OutcomeUnknown`] if
    /// no answer came, [`Error::Api`] and [`Error::Unexpected`] if the answer is not a chain.
    pub async fn create_chain(
        &self,
        request: &CreateChainIdentificationRequest,
    ) -> Result<CreatedChain, Error> {
        self.create_chain_from_json(&json(request)).await
    }

    /// Creates a chain from the UTF-8 bytes of a JSON body, and sends them as they are.
    ///
    /// # Errors
    /// As [`create_chain`](Self::create_chain).
    pub async fn create_chain_from_json(&self, body: &[u8]) -> Result<CreatedChain, Error> {
        self.create(body, self.keeps_keys.then(new_id)).await
    }

    /// Creates a chain with the caller's `Idempotency-Key`: 1 to 255 visible ASCII characters. A call
    /// with the key and the request of an earlier call finds out its outcome, and creates no second
    /// chain: keep the key for as long as the user may send the request again.
    ///
    /// # Errors
    /// As [`create_chain`](Self::create_chain), and [`Error::KeyNotKept`] if the client's server does
    /// not [keep keys](Self::keeps_keys).
    pub async fn create_chain_with_key(
        &self,
        request: &CreateChainIdentificationRequest,
        idempotency_key: impl Into<String>,
    ) -> Result<CreatedChain, Error> {
        if !self.keeps_keys {
            return Err(Error::KeyNotKept);
        }
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
    /// [`Error::Timeout`] if no answer came, [`Error::Api`] and [`Error::Unexpected`] for any other
    /// answer.
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

    /// Reads a chain, on the end user's side. Another page of the provider documents the operation.
    ///
    /// # Errors
    /// As [`cancel_chain`](Self::cancel_chain). [`Error::Unexpected`] also if the answer broke off.
    pub async fn get_chain(&self, chain_id: &str) -> Result<ChainRead, Error> {
        let (_, body, _) = self.call(&GET_CHAIN, chain_id).perform().await?;
        Ok(ChainRead { body })
    }

    /// Validates a chain on the end user's device. Another page of the provider documents the
    /// operation. In a browser the server must allow the headers of the device by CORS.
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

    /// A call without headers, body and key.
    fn call<'a>(&'a self, operation: &'static Operation, chain_id: &'a str) -> Call<'a> {
        Call { client: self, operation, chain_id, headers: &[], body: None, idempotency_key: None }
    }
}

/// The bytes of a request. This cannot fail, because every name in a request is a text. The check would
/// refuse empty bytes.
fn json(request: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(request).unwrap_or_default()
}

/// A new unique id: a UUID of version 4 (RFC 9562 §5.4).
fn new_id() -> String {
    let random = Uint8Array::new_with_length(16);
    fill_with_random_values(&random);
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
