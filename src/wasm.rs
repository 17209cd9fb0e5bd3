//! The boundary to JavaScript: the functions that the npm package calls.
//!
//! Bytes and numbers cross inwards. For a body the host calls `input` for an address, writes the bytes
//! there, and passes their length to the next call. The strings of wasm-bindgen took longer than the
//! whole check. All other texts are the lines of one text (see [`Lines`]): to read the members of an
//! object one by one is slower, and a larger module.
//!
//! One flat list of strings and numbers crosses outwards (see [`List`]), because with nested lists and
//! objects the code of serde would be several times as large. Nothing is thrown.
//!
//! These are the raw functions. `www/client/core/` gives them their public, typed form. With the
//! feature `client` they are not exported, because the module of a front-end would export them too.

#![allow(
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen takes owned bytes, and JavaScript sees no Rust attribute"
)]

use std::cell::Cell;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use wasm_bindgen::JsValue;
#[cfg(not(feature = "client"))]
use wasm_bindgen::prelude::wasm_bindgen;

use crate::check::{self, Settings};
use crate::contract::{
    CANCEL_CHAIN, CLOSE_CHAIN, CREATE_CHAIN, GET_CHAIN, MAX_BODY_BYTES, OPERATIONS, Operation,
    VALIDATE_CHAIN,
};
use crate::format::text::{Characters, append, encoded};
use crate::issue::{Issue, Param, Severities, push_number};
use crate::json::Text;
use crate::request::{self, Target};
use crate::response::{self, Answer, ErrorItem, Outcome};

#[cfg(not(feature = "client"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    /// The room for a body, which the host fills. It is one byte larger than the largest body, so that
    /// the check notices a larger one.
    static INPUT: Cell<&'static mut [u8]> = const { Cell::new(&mut []) };
}

/// The address of the room for a body, which is one byte larger than the largest body.
#[cfg_attr(not(feature = "client"), wasm_bindgen)]
#[cfg_attr(small, optimize(size))]
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

/// Every issue of a body, as the text that [`List::issues`] writes.
#[cfg_attr(not(feature = "client"), wasm_bindgen(unchecked_return_type = "(string | number)[]"))]
#[cfg_attr(small, optimize(size))]
pub fn issues(operation: u8, length: usize, rules: Option<Box<[u8]>>, partial: bool) -> JsValue {
    let overridden = settings_of(rules, partial);
    let settings = overridden.as_ref().unwrap_or(&DEFAULT);
    let issues = with_body(length, |body| {
        operation_at(operation).map(|operation| check::issues(operation, body, settings))
    });
    let mut list = List::new();
    list.issues(&issues.unwrap_or_default());
    list.into_js()
}

/// Defines the functions that check the body in the input, unless its length is negative, and build
/// the request of an operation. See [`prepare`].
macro_rules! builders {
    ($($(#[$doc:meta])* $name:ident = $js:ident $operation:ident;)+) => {
        $(
            $(#[$doc])*
            #[cfg_attr(
                not(feature = "client"),
                wasm_bindgen(js_name = $js, unchecked_return_type = "(string | number)[]")
            )]
            pub fn $name(length: i32, lines: &[u8], rules: Option<Box<[u8]>>) -> JsValue {
                prepare(&$operation, length, lines, rules)
            }
        )+
    };
}

builders! {
    /// Builds the request that creates a chain.
    create_chain = createChain CREATE_CHAIN;
    /// Builds the request that cancels a chain.
    cancel_chain = cancelChain CANCEL_CHAIN;
    /// Builds the request that closes a chain.
    close_chain = closeChain CLOSE_CHAIN;
    /// Builds the request that reads a chain.
    get_chain = getChain GET_CHAIN;
    /// Builds the request that validates a chain on the end user's device.
    validate_chain = validateChain VALIDATE_CHAIN;
}

/// Reads an answer. The lines are its `Location` and the name of the id's member.
///
/// Returns the number of the meaning: 0 for `created`, which the id follows, 1 for `done`, 2 for
/// `failed` and 3 for `unexpected`. The members of each item of an `ErrorsResponse` follow `failed`, in
/// the order of the contract, empty for a missing one.
#[cfg_attr(
    not(feature = "client"),
    wasm_bindgen(js_name = readResponse, unchecked_return_type = "(string | number)[]")
)]
#[cfg_attr(small, optimize(size))]
pub fn read_response(operation: u8, status: u16, lines: &[u8], body: &[u8]) -> JsValue {
    let mut lines = Lines(lines);
    let answer = Answer { status, location: lines.next(), body };
    let id_field = lines.next();
    let outcome = operation_at(operation)
        .map_or(Outcome::Unexpected, |operation| response::read(operation, &answer, id_field));
    let mut list = List::new();
    match &outcome {
        Outcome::Created { id } => {
            list.number(0);
            list.text(id);
        }
        Outcome::Done => list.number(1),
        Outcome::Failed { errors } => {
            list.number(2);
            for ErrorItem(members) in errors {
                for member in members {
                    list.text(&Text::to_text(*member));
                }
            }
        }
        Outcome::Unexpected => list.number(3),
    }
    list.into_js()
}

fn operation_at(index: u8) -> Option<&'static Operation> {
    OPERATIONS.get(usize::from(index)).copied()
}

/// The settings without overrides.
static DEFAULT: Settings = Settings::DEFAULT;

/// The settings with overrides, if there are any. A copy of [`DEFAULT`] would cost time.
#[cfg_attr(small, optimize(size))]
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

/// Checks the body in the input and the values of the lines, and builds the request.
///
/// The lines are the base URL, the token, the `User-Agent`, whether a token follows, whether plain http
/// is allowed, the two path parameters, and the operation's own headers.
///
/// Returns how many issues there are, if one of them is an error, and the issues. Otherwise 0, how many
/// warnings the body has, 1 if the body is sent or 0, the method, the URL, then name and value of each
/// header.
#[cfg_attr(small, optimize(size))]
fn prepare(operation: &Operation, length: i32, lines: &[u8], rules: Option<Box<[u8]>>) -> JsValue {
    let overridden = settings_of(rules, false);
    let settings = overridden.as_ref().unwrap_or(&DEFAULT);
    let length = usize::try_from(length).ok();
    let tally =
        length.map(|length| with_body(length, |body| check::tally(operation, body, settings)));
    let required = operation.body.as_ref().is_some_and(|body| body.required);
    let has_body = tally.is_some_and(|tally| required || !tally.empty_object);
    let tally = tally.unwrap_or_default();

    let mut lines = Lines(lines);
    let base_url = lines.next().unwrap_or_default();
    let token = lines.next();
    let user_agent = lines.next();
    let token_follows = lines.next().is_some();
    let allow_insecure = lines.next().is_some();
    let path_parameters = [lines.next().unwrap_or_default(), lines.next().unwrap_or_default()];
    let headers = [(); 4].map(|()| lines.next().unwrap_or_default());
    let (head, mut issues) = request::build(
        operation,
        &Target {
            base_url,
            path_parameters: &path_parameters,
            headers: &headers,
            token,
            token_follows,
            allow_insecure,
            user_agent,
            has_body,
        },
    );
    let mut list = List::new();
    if tally.errors > 0 || !issues.is_empty() {
        if let Some(length) = length {
            issues.append(&mut with_body(length, |body| check::issues(operation, body, settings)));
        }
        list.number(issues.len());
        list.issues(&issues);
    } else {
        list.number(0);
        list.number(tally.warnings);
        list.number(usize::from(has_body));
        list.text(head.method);
        list.text(&head.url);
        for (name, value) in &head.headers {
            list.text(name);
            list.text(value);
        }
    }
    list.into_js()
}

/// The lines of a text, one after the other. A line starts with `+`; a line for an absent value is
/// empty.
struct Lines<'a>(&'a [u8]);

impl<'a> Lines<'a> {
    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    fn next(&mut self) -> Option<&'a str> {
        let end = self.0.iter().position(|byte| *byte == b'\n').unwrap_or(self.0.len());
        let line = self.0.get(..end)?.strip_prefix(b"+");
        self.0 = self.0.get(end.saturating_add(1)..).unwrap_or_default();
        str::from_utf8(line?).ok()
    }
}

/// Appends a path without line breaks.
#[cfg_attr(small, optimize(size))]
fn push_path(path: &str, lines: &mut String) {
    if !path.bytes().any(|byte| byte == b'\n') {
        append(lines, path);
        return;
    }
    for character in Characters::of(path) {
        match character {
            '\n' => append(lines, "~n"),
            other => append(lines, encoded(other, &mut [0; 4])),
        }
    }
}

/// How serde writes values of JavaScript.
static SERIALIZER: serde_wasm_bindgen::Serializer = serde_wasm_bindgen::Serializer::new();

/// A list of JavaScript. Lists, strings and numbers always become values of JavaScript, so no error of
/// serde is possible.
struct List(Option<<&'static serde_wasm_bindgen::Serializer as Serializer>::SerializeSeq>);

impl List {
    fn new() -> Self {
        Self(SERIALIZER.serialize_seq(None).ok())
    }

    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    fn text(&mut self, text: &str) {
        self.push(text);
    }

    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    fn number(&mut self, number: usize) {
        self.push(&u32::try_from(number).unwrap_or(u32::MAX));
    }

    fn push(&mut self, value: &(impl Serialize + ?Sized)) {
        if let Some(list) = &mut self.0 {
            let _ = list.serialize_element(value);
        }
    }

    /// Adds the issues as the lines of one text: a thousand strings would take milliseconds to cross.
    ///
    /// Each issue has a line for a number, the path, the offset, then the name and value of each
    /// parameter. The number has the rule in the lowest 8 bits, and above them 2 bits each for
    /// severity, provenance, place and the count of parameters. In a path `~n` stands for a line
    /// break, which no other escape sequence of a JSON pointer is. Before a number that is a
    /// parameter there is a `=`.
    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    fn issues(&mut self, issues: &[Issue]) {
        let mut lines = String::new();
        for Issue { rule, severity, provenance, place, path, offset, params } in issues {
            let numbers = [params.len(), place.index(), provenance.index(), severity.index()];
            let above = numbers.iter().fold(0_usize, |bits, number| bits.wrapping_shl(2) | number);
            push_number(above.wrapping_shl(8) | rule.index(), &mut lines);
            append(&mut lines, "\n");
            push_path(path, &mut lines);
            append(&mut lines, "\n");
            push_number(*offset, &mut lines);
            for (name, param) in params {
                append(&mut lines, "\n");
                append(&mut lines, name);
                append(&mut lines, "\n");
                match param {
                    Param::Problem(problem) => append(&mut lines, problem.code()),
                    Param::Number(_) => {
                        append(&mut lines, "=");
                        param.write(&mut lines);
                    }
                    _ => param.write(&mut lines),
                }
            }
            append(&mut lines, "\n");
        }
        self.text(&lines);
    }

    #[cfg_attr(small, optimize(size))]
    fn into_js(self) -> JsValue {
        self.0.and_then(|list| list.end().ok()).unwrap_or_default()
    }
}
