//! The boundary to JavaScript: the functions that the npm package calls.
//!
//! A body crosses as bytes: the host calls `input` for an address, writes the bytes there, and passes
//! their length to the next call. The strings of wasm-bindgen took longer than the whole check.
//! Options are an object whose members are read one by one, because a derived struct would double the
//! module. Issues and outcomes cross through serde-wasm-bindgen, and only when somebody reads them.
//!
//! These are the raw functions. `www/client/core.ts` gives them their public, typed form. With the
//! feature `client` they are not exported, because the module of a front-end would export them too.

#![allow(
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen takes owned options, and JavaScript sees no Rust attribute"
)]

use std::cell::Cell;

use js_sys::{Error, Reflect};
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::check::{self, Settings};
use crate::contract::{
    CANCEL_CHAIN, CLOSE_CHAIN, CREATE_CHAIN, GET_CHAIN, MAX_BODY_BYTES, OPERATIONS, Operation,
    VALIDATE_CHAIN,
};
use crate::issue::{Issue, Param, Severities};
use crate::json::Text;
use crate::request::{self, Head, Target};
use crate::response::{self, Answer, ErrorItem, Outcome};

#[cfg(not(feature = "client"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[wasm_bindgen]
extern "C" {
    /// What a request needs besides its body.
    pub type Options;

    #[wasm_bindgen(method, getter, js_name = baseUrl)]
    fn base_url(this: &Options) -> String;
    #[wasm_bindgen(method, getter, js_name = orgId)]
    fn org_id(this: &Options) -> String;
    #[wasm_bindgen(method, getter, js_name = chainId)]
    fn chain_id(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn token(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = tokenFollows)]
    fn token_follows(this: &Options) -> bool;
    #[wasm_bindgen(method, getter, js_name = allowInsecure)]
    fn allow_insecure(this: &Options) -> bool;
    #[wasm_bindgen(method, getter, js_name = userAgent)]
    fn user_agent(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn rules(this: &Options) -> Option<Box<[u8]>>;
}

thread_local! {
    /// The room for a body, which the host fills. It is one byte larger than the largest body, so that
    /// the check notices a larger one.
    static INPUT: Cell<&'static mut [u8]> = const { Cell::new(&mut []) };
}

/// The address of the room for a body, which is one byte larger than the largest body.
#[cfg_attr(not(feature = "client"), wasm_bindgen)]
pub fn input() -> *mut u8 {
    let mut room = take_room();
    if room.is_empty() {
        room = vec![0; MAX_BODY_BYTES.wrapping_add(1)].leak();
    }
    let address = room.as_mut_ptr();
    put_room(room);
    address
}

/// Counts the issues of a body: the errors times 65,536, plus the warnings, at most 65,535 of each.
#[cfg_attr(not(feature = "client"), wasm_bindgen)]
pub fn check(operation: u8, length: usize, rules: Option<Box<[u8]>>, partial: bool) -> u32 {
    let overridden = settings_of(rules, partial);
    let settings = overridden.as_ref().unwrap_or(&DEFAULT);
    let tally = with_body(length, |body| {
        operation_at(operation).map(|operation| check::tally(operation, body, settings))
    });
    let tally = tally.unwrap_or_default();
    let half = |count: usize| u32::from(u16::try_from(count).unwrap_or(u16::MAX));
    half(tally.errors).wrapping_shl(16) | half(tally.warnings)
}

/// Every issue of a body as a row: the number of the rule, severity, provenance, place, path, offset,
/// then the name and value of each parameter.
#[cfg_attr(not(feature = "client"), wasm_bindgen(unchecked_return_type = "(string | number)[][]"))]
pub fn issues(operation: u8, length: usize, rules: Option<Box<[u8]>>, partial: bool) -> JsValue {
    let overridden = settings_of(rules, partial);
    let settings = overridden.as_ref().unwrap_or(&DEFAULT);
    let issues = with_body(length, |body| {
        operation_at(operation).map(|operation| check::issues(operation, body, settings))
    });
    to_js(&IssueRows(&issues.unwrap_or_default()))
}

/// Checks the body in the input and builds the request that creates a chain, as a [`HeadRow`].
///
/// # Errors
/// A `ValidationError` with every issue, if one of them is an error.
#[cfg_attr(
    not(feature = "client"),
    wasm_bindgen(js_name = createChain, unchecked_return_type = "(string | number)[]")
)]
pub fn create_chain(length: usize, options: &Options) -> Result<JsValue, JsValue> {
    with_body(length, |body| prepare(&CREATE_CHAIN, options, Some(body)))
}

/// Builds the request that cancels a chain, as a [`HeadRow`]. Its body is in the input if a length
/// is given.
///
/// # Errors
/// A `ValidationError` with every issue, if one of them is an error.
#[cfg_attr(
    not(feature = "client"),
    wasm_bindgen(js_name = cancelChain, unchecked_return_type = "(string | number)[]")
)]
pub fn cancel_chain(length: Option<usize>, options: &Options) -> Result<JsValue, JsValue> {
    with_body(length.unwrap_or(0), |body| prepare(&CANCEL_CHAIN, options, length.map(|_| body)))
}

/// Builds the request that closes a chain, as a [`HeadRow`].
///
/// # Errors
/// A `ValidationError` with every issue, if one of them is an error.
#[cfg_attr(
    not(feature = "client"),
    wasm_bindgen(js_name = closeChain, unchecked_return_type = "(string | number)[]")
)]
pub fn close_chain(options: &Options) -> Result<JsValue, JsValue> {
    prepare(&CLOSE_CHAIN, options, None)
}

/// Builds the request that reads a chain, as a [`HeadRow`].
///
/// # Errors
/// A `ValidationError` with every issue, if one of them is an error.
#[cfg_attr(
    not(feature = "client"),
    wasm_bindgen(js_name = getChain, unchecked_return_type = "(string | number)[]")
)]
pub fn get_chain(options: &Options) -> Result<JsValue, JsValue> {
    prepare(&GET_CHAIN, options, None)
}

/// Builds the request that validates a chain on the end user's device, as a [`HeadRow`].
///
/// # Errors
/// A `ValidationError` with every issue, if one of them is an error.
#[cfg_attr(
    not(feature = "client"),
    wasm_bindgen(js_name = validateChain, unchecked_return_type = "(string | number)[]")
)]
pub fn validate_chain(options: &Options) -> Result<JsValue, JsValue> {
    prepare(&VALIDATE_CHAIN, options, None)
}

/// Reads an answer. The first row is its meaning: `created` and the id, `done`, `failed` or
/// `unexpected`. After `failed` there is a row for each item of an `ErrorsResponse`: its members in
/// the order of the contract, empty for a missing one.
#[cfg_attr(not(feature = "client"), wasm_bindgen(js_name = readResponse, unchecked_return_type = "string[][]"))]
pub fn read_response(
    operation: u8,
    status: u16,
    location: Option<String>,
    body: &[u8],
    id_field: Option<String>,
) -> JsValue {
    let answer = Answer { status, location: location.as_deref(), body };
    let outcome = operation_at(operation).map_or(Outcome::Unexpected, |operation| {
        response::read(operation, &answer, id_field.as_deref())
    });
    to_js(&OutcomeRows(&outcome))
}

fn operation_at(index: u8) -> Option<&'static Operation> {
    OPERATIONS.get(usize::from(index)).copied()
}

/// The settings without overrides.
static DEFAULT: Settings = Settings::DEFAULT;

/// The settings with overrides, if there are any. A copy of [`DEFAULT`] would cost time.
fn settings_of(rules: Option<Box<[u8]>>, partial: bool) -> Option<Settings> {
    if rules.is_none() && !partial {
        return None;
    }
    let severities = rules.map_or(Severities::DEFAULT, |rules| Severities::from_bytes(&rules));
    Some(Settings { severities, partial, ..Settings::DEFAULT })
}

/// Calls `read` with the body that the host wrote.
fn with_body<R>(length: usize, read: impl FnOnce(&[u8]) -> R) -> R {
    let room = take_room();
    let result = read(room.get(..length).unwrap_or(room));
    put_room(room);
    result
}

fn take_room() -> &'static mut [u8] {
    INPUT.try_with(Cell::take).unwrap_or_default()
}

fn put_room(room: &'static mut [u8]) {
    // It cannot fail, because a WebAssembly module never drops its thread locals.
    let _ = INPUT.try_with(|input| input.set(room));
}

/// Copies of the texts of [`Options`].
struct Texts {
    base_url: String,
    org_id: String,
    chain_id: Option<String>,
    /// The headers that only this operation has, one on each line.
    headers: Option<String>,
    token: Option<String>,
    user_agent: Option<String>,
}

/// Checks the body and the options, and builds the request.
fn prepare(
    operation: &Operation,
    options: &Options,
    body: Option<&[u8]>,
) -> Result<JsValue, JsValue> {
    let overridden = settings_of(options.rules(), false);
    let settings = overridden.as_ref().unwrap_or(&DEFAULT);
    let tally = body.map(|body| check::tally(operation, body, settings)).unwrap_or_default();
    let required = operation.body.as_ref().is_some_and(|body| body.required);
    let has_body = body.is_some() && (required || !tally.empty_object);

    let texts = Texts {
        base_url: options.base_url(),
        org_id: options.org_id(),
        chain_id: options.chain_id(),
        headers: options.headers(),
        token: options.token(),
        user_agent: options.user_agent(),
    };
    let lines =
        texts.headers.as_deref().unwrap_or_default().as_bytes().split(|byte| *byte == b'\n');
    let headers: Vec<_> = lines.map(|line| str::from_utf8(line).unwrap_or_default()).collect();
    let (head, mut issues) = request::build(
        operation,
        &Target {
            base_url: &texts.base_url,
            path_parameters: &[&texts.org_id, texts.chain_id.as_deref().unwrap_or_default()],
            headers: &headers,
            token: texts.token.as_deref(),
            token_follows: options.token_follows(),
            allow_insecure: options.allow_insecure(),
            user_agent: texts.user_agent.as_deref(),
            has_body,
        },
    );
    if tally.errors > 0 || !issues.is_empty() {
        if let Some(body) = body {
            issues.append(&mut check::issues(operation, body, settings));
        }
        return Err(validation_error(&issues));
    }
    Ok(to_js(&HeadRow { head: &head, has_body, warnings: tally.warnings }))
}

/// An `Error` with the name `ValidationError` and a row for each issue. JavaScript writes the messages,
/// in any language.
fn validation_error(issues: &[Issue]) -> JsValue {
    let error = Error::new("the request is not valid");
    error.set_name("ValidationError");
    // It cannot fail: the object is an ordinary one.
    let _ = Reflect::set(&error, &JsValue::from_str("issues"), &to_js(&IssueRows(issues)));
    error.into()
}

/// Converts rows to arrays of JavaScript. Arrays, texts and numbers cannot fail.
fn to_js(rows: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(rows).unwrap_or_default()
}

/// A cell of a row. Issues and outcomes cross as rows of one small type, because with objects the code
/// of serde would be five times as large.
enum Datum<'a> {
    Text(&'a str),
    Number(usize),
}

impl Serialize for Datum<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => {
                serializer.serialize_u32(u32::try_from(*number).unwrap_or(u32::MAX))
            }
        }
    }
}

/// A request without its body, flat: how many warnings its body has, 1 if the body is sent or 0, the
/// method, the URL, then name and value of each header.
struct HeadRow<'a> {
    head: &'a Head,
    has_body: bool,
    warnings: usize,
}

impl Serialize for HeadRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { head, has_body, warnings } = self;
        let mut row = serializer.serialize_seq(None)?;
        for datum in [
            Datum::Number(*warnings),
            Datum::Number(usize::from(*has_body)),
            Datum::Text(head.method),
            Datum::Text(&head.url),
        ] {
            row.serialize_element(&datum)?;
        }
        for (name, value) in &head.headers {
            row.serialize_element(&Datum::Text(name))?;
            row.serialize_element(&Datum::Text(value))?;
        }
        row.end()
    }
}

/// A row for each issue.
struct IssueRows<'a>(&'a [Issue]);

impl Serialize for IssueRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(IssueRow))
    }
}

/// The number of the rule, severity, provenance, place, path, offset, then the name and value of each
/// parameter.
struct IssueRow<'a>(&'a Issue);

impl Serialize for IssueRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(issue) = self;
        let mut row = serializer.serialize_seq(None)?;
        for datum in [
            Datum::Number(issue.rule.index()),
            Datum::Text(issue.severity.name()),
            Datum::Text(issue.provenance.name()),
            Datum::Text(issue.place.name()),
            Datum::Text(&issue.path),
            Datum::Number(issue.offset),
        ] {
            row.serialize_element(&datum)?;
        }
        for (name, param) in &issue.params {
            let written;
            let value = match param {
                Param::Text(text) => Datum::Text(text),
                Param::Problem(problem) => Datum::Text(problem.code()),
                Param::Number(number) => Datum::Number(*number),
                Param::Lengths(_) | Param::Step(..) => {
                    written = param.to_text();
                    Datum::Text(&written)
                }
            };
            for datum in [Datum::Text(name), value] {
                row.serialize_element(&datum)?;
            }
        }
        row.end()
    }
}

/// The meaning of an answer and the id, if there is one, then a row for each item of an
/// `ErrorsResponse`.
struct OutcomeRows<'a>(&'a Outcome<'a>);

impl Serialize for OutcomeRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (meaning, errors): ([&str; 2], &[ErrorItem<'_>]) = match self.0 {
            Outcome::Created { id } => (["created", id], &[]),
            Outcome::Done => (["done", ""], &[]),
            Outcome::Failed { errors } => (["failed", ""], errors),
            Outcome::Unexpected => (["unexpected", ""], &[]),
        };
        let mut rows = serializer.serialize_seq(None)?;
        rows.serialize_element(&TextRow(&meaning))?;
        for ErrorItem(members) in errors {
            let texts = members.map(Text::to_text);
            let [code, title, reference, details] = &texts;
            rows.serialize_element(&TextRow(&[code, title, reference, details]))?;
        }
        rows.end()
    }
}

struct TextRow<'a>(&'a [&'a str]);

impl Serialize for TextRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|text| Datum::Text(text)))
    }
}
