//! One attempt: sends a request and receives the whole answer.
//!
//! gloo-net builds the request and reads the head of the answer. It does not send: gloo-net 0.7.0 hits
//! `unreachable!` if `fetch` rejects with a value that is not an `Error` of this realm, and `panic!`
//! for an answer that is not a `Response` of this realm (`js_to_js_error` in its `error.rs`,
//! `Request::send` in its `http/request.rs`). `abort("x")`, an interceptor in the page and a stream
//! that fails with a text all do that. Here each of them is a failed connection.

use std::time::Duration;

use gloo_net::http::{Headers, RequestBuilder, Response};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReadableStreamReadResult, RequestRedirect,
};

use super::time::{Start, within};
use crate::client::retry::retry_after;
use crate::request::Head;

#[wasm_bindgen]
extern "C" {
    // A page may have replaced the global `fetch`. It may throw, and return anything.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

/// The headers in which servers and proxies put their id of a request.
const REQUEST_IDS: [&str; 5] =
    ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray"];

/// The longest id of a request, and the longest name of an error, in bytes.
const MAX_ID_BYTES: usize = 128;
const MAX_NAME_BYTES: usize = 64;

/// The largest answer that is read, in bytes. No answer of this API is near that size.
const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;

/// An answer.
pub(crate) struct Received {
    /// The status code; 0 for a redirect.
    pub(crate) status: u16,
    /// The `Location` header.
    pub(crate) location: Option<String>,
    /// How long the server asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The server's id of the request.
    pub(crate) request_id: Option<String>,
    /// Whether the body is a problem of RFC 9457.
    pub(crate) is_problem: bool,
    /// The body, or its start if it broke off.
    pub(crate) body: Vec<u8>,
    /// Whether the body broke off, because the connection failed or the time was over.
    pub(crate) is_truncated: bool,
}

impl Received {
    /// Whether the operation succeeded, and the body broke off.
    pub(crate) fn is_cut_off(&self) -> bool {
        self.is_truncated && matches!(self.status, 200..=299)
    }
}

/// Why there is no answer.
pub(crate) enum NoAnswer {
    /// The URL is not valid, and nothing was sent.
    Unsent,
    /// The connection failed. The value is the name of what `fetch` threw.
    Connection(String),
    /// The answer did not come in time.
    Timeout,
}

/// Aborts a request when it is dropped. It aborts without a reason, and nobody awaits the request any
/// more, so nobody sees one.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request. The whole answer must come within `timeout`. If the body breaks off, the status
/// still counts, and the answer is truncated.
pub(crate) async fn send(
    head: &Head,
    body: Option<&[u8]>,
    idempotency_key: Option<&str>,
    timeout: Duration,
) -> Result<Received, NoAnswer> {
    let start = Start::now();
    let controller = AbortController::new().map_err(|thrown| lost(&thrown))?;
    let request = request(head, body, idempotency_key, &controller)?;
    let controller = AbortOnDrop(controller);
    let answer = within(timeout, answer(&request)).await.ok_or(NoAnswer::Timeout)??;
    let answer = Response::from(answer);
    let received = received(&answer);
    let mut body = Vec::new();
    let whole = within(start.left_of(timeout), read_into(&mut body, &answer.into())).await;
    drop(controller);
    Ok(Received { body, is_truncated: whole.flatten().is_none(), ..received })
}

/// Makes the request. The header values were checked, so gloo-net accepts them.
fn request(
    head: &Head,
    body: Option<&[u8]>,
    idempotency_key: Option<&str>,
    controller: &AbortController,
) -> Result<web_sys::Request, NoAnswer> {
    let headers = Headers::new();
    for (name, value) in &head.headers {
        headers.set(name, value);
    }
    if let Some(key) = idempotency_key {
        headers.set("Idempotency-Key", key);
    }
    let builder = RequestBuilder::new(&head.url)
        .method(head.method.parse().unwrap_or_default())
        .headers(headers)
        // Personal data must not follow a redirect.
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(&controller.signal()));
    let request = match body {
        Some(body) => builder.body(Uint8Array::from(body)),
        None => builder.build(),
    };
    request.map(web_sys::Request::from).map_err(|_| NoAnswer::Unsent)
}

/// Waits for the head of the answer.
async fn answer(request: &web_sys::Request) -> Result<web_sys::Response, NoAnswer> {
    let promise = fetch(request).map_err(|thrown| lost(&thrown))?;
    let answer =
        JsFuture::from(Promise::resolve(&promise)).await.map_err(|thrown| lost(&thrown))?;
    answer.dyn_into().map_err(|other| lost(&other))
}

/// Reads the body. `None` if it breaks off.
async fn read_into(body: &mut Vec<u8>, answer: &web_sys::Response) -> Option<()> {
    let Some(stream) = answer.body() else { return Some(()) };
    let reader = ReadableStreamDefaultReader::new(&stream).ok()?;
    loop {
        let part = JsFuture::from(reader.read()).await.ok()?;
        let part = part.unchecked_into::<ReadableStreamReadResult>().get_value();
        if part.is_undefined() {
            return Some(());
        }
        body.extend(part.dyn_into::<Uint8Array>().ok()?.to_vec());
        if body.len() > MAX_ANSWER_BYTES {
            return None;
        }
    }
}

/// Reads the head of an answer.
fn received(answer: &Response) -> Received {
    let headers = answer.headers();
    let now = js_sys::Date::now() / 1000.0;
    Received {
        status: answer.status(),
        location: headers.get("Location"),
        retry_after: headers
            .get("Retry-After")
            .and_then(|value| retry_after(&value, headers.get("Date").as_deref(), now)),
        request_id: REQUEST_IDS.iter().find_map(|name| headers.get(name).filter(|id| is_id(id))),
        is_problem: headers.get("Content-Type").is_some_and(|value| is_problem(&value)),
        body: Vec::new(),
        is_truncated: false,
    }
}

/// Whether a content type is `application/problem+json`, with or without parameters.
fn is_problem(content_type: &str) -> bool {
    let name = content_type.split(';').next().unwrap_or_default();
    name.trim().eq_ignore_ascii_case("application/problem+json")
}

/// A failed connection, with the name of an error or the type of any other value.
fn lost(thrown: &JsValue) -> NoAnswer {
    let name = match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => Some(String::from(error.name())).filter(|name| is_name(name)),
        None => thrown.js_typeof().as_string(),
    };
    NoAnswer::Connection(name.unwrap_or_else(|| "Error".into()))
}

/// Whether a text looks like an id. Ids are logged, so nothing else may pass.
fn is_id(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:/+=-".contains(&byte);
    (1..=MAX_ID_BYTES).contains(&text.len()) && text.bytes().all(is_part)
}

/// Whether a text looks like the name of an error. Names are logged, so nothing else may pass.
fn is_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=MAX_NAME_BYTES).contains(&text.len()) && text.bytes().all(is_part)
}
