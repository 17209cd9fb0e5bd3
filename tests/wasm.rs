//! The boundary to JavaScript, in Node and in a browser: the arguments and results of the exports.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

use std::fmt::Debug;

use identification_chain::contract::{MAX_BODY_BYTES, Rule};
use identification_chain::wasm::{
    cancel_chain, check, close_chain, create_chain, input, issues, read_response,
};
use js_sys::{Array, JSON, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(feature = "test-in-browser")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const REQUEST: &str = r#"{"actor":{"name":"Ana","last_name":"Gil","identity_document":{"document_number":"12345678Z","document_type":"NIF","country":"ES"}},"expires_in":"PT15M","sequence":[{"identification_type":"AGENT"}]}"#;

/// Writes a body into the room of the core, as a host does.
fn write<Length: TryFrom<usize, Error: Debug>>(body: &str) -> Length {
    let address = u32::try_from(input().addr()).unwrap();
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let length = u32::try_from(body.len()).unwrap();
    let room = Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), address, length);
    room.copy_from(body.as_bytes());
    Length::try_from(body.len()).unwrap()
}

/// The places of the lines of a request.
const BASE_URL: usize = 0;
const TOKEN: usize = 1;
const TOKEN_FOLLOWS: usize = 3;
const ALLOW_INSECURE: usize = 4;
const ORG_ID: usize = 5;
const CHAIN_ID: usize = 6;

/// The lines of a request, with changed ones.
fn lines(changes: &[(usize, &str)]) -> Vec<u8> {
    let mut lines = [""; 7].map(String::from);
    for (place, text) in
        [(BASE_URL, "https://api.example/v1"), (ORG_ID, "acme")].iter().chain(changes)
    {
        lines[*place] = format!("+{text}");
    }
    lines.join("\n").into_bytes()
}

/// The length that says that there is no body.
const NO_BODY: i32 = -1;

fn text(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

/// A request as the core answers it.
struct Built {
    warnings: Option<f64>,
    has_body: bool,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
}

fn built(list: &JsValue) -> Built {
    let list: Vec<_> = Array::from(list).iter().collect();
    assert_eq!(list[0].as_f64(), Some(0.0));
    let text = |value: &JsValue| value.as_string().unwrap();
    Built {
        warnings: list[1].as_f64(),
        has_body: list[2].as_f64() == Some(1.0),
        method: text(&list[3]),
        url: text(&list[4]),
        headers: list[5..].chunks(2).map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
    }
}

/// The text at an index of a list, with spaces for the ends of its lines.
fn lines_of(list: &JsValue, index: u32) -> String {
    Array::from(list).get(index).as_string().unwrap().trim_end().replace('\n', " ")
}

/// How many issues a list of a request has.
fn count(list: &JsValue) -> Option<f64> {
    Array::from(list).get(0).as_f64()
}

/// The number of an issue: its rule, severity, provenance, part and count of parameters.
fn number(rule: Rule, severity: usize, provenance: usize, part: usize, params: usize) -> usize {
    rule.index() | severity << 8 | provenance << 10 | part << 12 | params << 14
}

fn header<'a>(request: &'a Built, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

#[wasm_bindgen_test]
fn create_chain_builds_the_request_of_the_bytes_that_were_checked() {
    let lines = lines(&[(TOKEN, "t.o.k"), (ORG_ID, "a/b")]);
    let request = built(&create_chain(write(REQUEST), &lines, None));
    assert_eq!(request.method, "POST");
    assert_eq!(request.url, "https://api.example/v1/orgs/a%2Fb/identifications/chain");
    assert_eq!(header(&request, "Accept").unwrap(), "application/json");
    assert_eq!(header(&request, "Content-Type").unwrap(), "application/json");
    assert_eq!(header(&request, "Authorization").unwrap(), "Bearer t.o.k");
    assert!(request.has_body);
}

#[wasm_bindgen_test]
fn cancel_chain_sends_a_reason_or_no_body() {
    let lines = lines(&[(CHAIN_ID, "42")]);
    let with_reason = built(&cancel_chain(write(r#"{"reason":""}"#), &lines, None));
    assert!(with_reason.url.ends_with("/chain/42/cancel"));
    assert!(with_reason.has_body);
    for length in [NO_BODY, write("{}")] {
        let request = built(&cancel_chain(length, &lines, None));
        assert!(!request.has_body);
        assert_eq!(header(&request, "Content-Type"), None);
    }
}

#[wasm_bindgen_test]
fn close_chain_sends_no_body() {
    let request = built(&close_chain(NO_BODY, &lines(&[(CHAIN_ID, "42")]), None));
    assert!(request.url.ends_with("/chain/42/close"));
    assert!(!request.has_body);
    assert_eq!(header(&request, "Content-Type"), None);
}

#[wasm_bindgen_test]
fn a_token_that_follows_does_not_go_over_plain_http() {
    let mut changes = vec![(CHAIN_ID, "42"), (BASE_URL, "http://api.example")];
    assert_eq!(count(&close_chain(NO_BODY, &lines(&changes), None)), Some(0.0));
    changes.push((TOKEN_FOLLOWS, ""));
    assert_eq!(count(&close_chain(NO_BODY, &lines(&changes), None)), Some(1.0));
    changes.push((ALLOW_INSECURE, ""));
    let request = built(&close_chain(NO_BODY, &lines(&changes), None));
    assert_eq!(header(&request, "Authorization"), None);
}

#[wasm_bindgen_test]
fn a_request_with_errors_is_refused_with_every_issue() {
    let lines_of_errors = lines(&[(ORG_ID, ".."), (TOKEN, "")]);
    let list = create_chain(write(r#"{"actor":{}}"#), &lines_of_errors, None);
    let [path, header, required] = [Rule::PathParameter, Rule::HeaderValue, Rule::Required];
    let [segment, value] = [number(path, 2, 2, 1, 1), number(header, 2, 3, 2, 1)];
    let [of_reference, of_logic] = [number(required, 2, 0, 0, 0), number(required, 2, 2, 0, 0)];
    assert_eq!(
        lines_of(&list, 1),
        format!(
            "{segment} /org_id 0 problem dot-segment {value} /Authorization 0 problem empty \
             {of_reference} /expires_in 0 {of_reference} /sequence 0 {of_logic} /actor/name 9 \
             {of_logic} /actor/last_name 9 {of_logic} /actor/identity_document 9"
        )
    );
    assert_eq!(count(&list), Some(7.0));
    // Without a body there is nothing to check.
    let list = cancel_chain(NO_BODY, &lines(&[(CHAIN_ID, "")]), None);
    assert_eq!(count(&list), Some(1.0));
    // The next call works.
    assert_eq!(count(&create_chain(write(REQUEST), &lines(&[]), None)), Some(0.0));
}

#[wasm_bindgen_test]
fn warnings_are_counted_and_block_nothing() {
    let body = REQUEST.replace("12345678Z", "12345678A");
    assert_eq!(built(&create_chain(write(&body), &lines(&[]), None)).warnings, Some(1.0));
    assert_eq!(
        lines_of(&issues(0, write(&body), None, false), 0),
        format!(
            "{} /actor/identity_document/document_number 80",
            number(Rule::CheckLetter, 1, 3, 0, 0),
        )
    );
    assert_eq!(built(&create_chain(write(REQUEST), &lines(&[]), None)).warnings, Some(0.0));
}

#[wasm_bindgen_test]
fn check_counts_and_issues_lists() {
    assert_eq!(check(0, write(REQUEST), None, false), 0);
    let body = r#"{"reason":7,"reasom":1,"a\nb":2}"#;
    assert_eq!(check(1, write(body), None, false), 1 << 16 | 2);
    assert_eq!(
        lines_of(&issues(1, write(body), None, false), 0),
        format!(
            "{} /reason 10 expected string found number {} /reasom 12 suggestion reason {} /a~nb 23",
            number(Rule::Type, 2, 0, 0, 2),
            number(Rule::UnknownField, 1, 0, 0, 1),
            number(Rule::UnknownField, 1, 0, 0, 0),
        )
    );
    let large = "x".repeat(MAX_BODY_BYTES + 1);
    assert_eq!(
        lines_of(&issues(0, write(&large), None, false), 0),
        format!("{} / 0 limit =65536", number(Rule::TooLarge, 2, 2, 0, 1)).replace("/ ", " "),
    );
    let off = vec![0_u8; 64].into_boxed_slice();
    assert_eq!(check(1, write(body), Some(off), false), 0);
    assert_eq!(check(0, MAX_BODY_BYTES + 1, None, false), 1 << 16);
    assert_eq!(check(9, write("{}"), None, false), 0);
}

#[wasm_bindgen_test]
fn answers_are_read() {
    let read = |operation, status, lines: &str, body: &str| {
        text(&read_response(operation, status, lines.as_bytes(), body.as_bytes()))
    };
    assert_eq!(read(0, 201, "", r#"{"id":"x"}"#), r#"[0,"x"]"#);
    assert_eq!(read(0, 201, "\n+uuid\n", r#"{"id":"x","uuid":"y"}"#), r#"[0,"y"]"#);
    assert_eq!(read(0, 201, "+/v1/chain/from%20there\n\n", ""), r#"[0,"from there"]"#);
    assert_eq!(read(0, 201, "", ""), "[3]");
    assert_eq!(read(2, 204, "", ""), "[1]");
    assert_eq!(read(1, 409, "", r#"{"errors":[{"code":"C","ref":"R"}]}"#), r#"[2,"C","","R",""]"#);
}

#[wasm_bindgen_test]
fn failures_do_not_leak() {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let lines = lines(&[(ORG_ID, "")]);
    let size = || memory.buffer().unchecked_into::<js_sys::ArrayBuffer>().byte_length();
    let fail = |times: u32| {
        for _ in 0..times {
            drop(create_chain(write(r#"{"actor":{"nmae":1,"email":"x"},"x":[]}"#), &lines, None));
        }
        size()
    };
    let after_first = fail(100);
    assert_eq!(fail(20_000), after_first);
}
