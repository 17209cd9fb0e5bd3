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

use identification_chain::contract::{MAX_BODY_BYTES, Rule};
use identification_chain::wasm::{
    Options, cancel_chain, check, close_chain, create_chain, input, issues, read_response,
};
use js_sys::{Array, JSON, Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(feature = "test-in-browser")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const REQUEST: &str = r#"{"actor":{"name":"Ana","last_name":"Gil","identity_document":{"document_number":"12345678Z","document_type":"NIF","country":"ES"}},"expires_in":"PT15M","sequence":[{"identification_type":"AGENT"}]}"#;

/// Writes a body into the room of the core, as a host does.
fn write(body: &str) -> usize {
    let address = u32::try_from(input().addr()).unwrap();
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let length = u32::try_from(body.len()).unwrap();
    let room = Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), address, length);
    room.copy_from(body.as_bytes());
    body.len()
}

fn options(members: &[(&str, JsValue)]) -> Options {
    let options = Object::new();
    for (name, value) in [
        ("baseUrl", JsValue::from("https://api.example/v1")),
        ("orgId", "acme".into()),
        ("tokenFollows", false.into()),
        ("allowInsecure", false.into()),
    ]
    .iter()
    .chain(members)
    {
        Reflect::set(&options, &JsValue::from(*name), value).unwrap();
    }
    options.unchecked_into()
}

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

fn built(row: Result<JsValue, JsValue>) -> Built {
    let row: Vec<_> = Array::from(&row.unwrap()).iter().collect();
    let text = |value: &JsValue| value.as_string().unwrap();
    Built {
        warnings: row[0].as_f64(),
        has_body: row[1].as_f64() == Some(1.0),
        method: text(&row[2]),
        url: text(&row[3]),
        headers: row[4..].chunks(2).map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
    }
}

fn header<'a>(request: &'a Built, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

fn member(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

#[wasm_bindgen_test]
fn create_chain_builds_the_request_of_the_bytes_that_were_checked() {
    let options = options(&[("token", "t.o.k".into()), ("orgId", "a/b".into())]);
    let request = built(create_chain(write(REQUEST), &options));
    assert_eq!(request.method, "POST");
    assert_eq!(request.url, "https://api.example/v1/orgs/a%2Fb/identifications/chain");
    assert_eq!(header(&request, "Accept").unwrap(), "application/json");
    assert_eq!(header(&request, "Content-Type").unwrap(), "application/json");
    assert_eq!(header(&request, "Authorization").unwrap(), "Bearer t.o.k");
    assert!(request.has_body);
}

#[wasm_bindgen_test]
fn cancel_chain_sends_a_reason_or_no_body() {
    let options = options(&[("chainId", "42".into())]);
    let with_reason = built(cancel_chain(Some(write(r#"{"reason":""}"#)), &options));
    assert!(with_reason.url.ends_with("/chain/42/cancel"));
    assert!(with_reason.has_body);
    for request in [cancel_chain(None, &options), cancel_chain(Some(write("{}")), &options)] {
        let request = built(request);
        assert!(!request.has_body);
        assert_eq!(header(&request, "Content-Type"), None);
    }
}

#[wasm_bindgen_test]
fn close_chain_sends_no_body() {
    let request = built(close_chain(&options(&[("chainId", "42".into())])));
    assert!(request.url.ends_with("/chain/42/close"));
    assert!(!request.has_body);
    assert_eq!(header(&request, "Content-Type"), None);
}

#[wasm_bindgen_test]
fn a_token_that_follows_does_not_go_over_plain_http() {
    let insecure = [("chainId", "42".into()), ("baseUrl", "http://api.example".into())];
    let mut follows = insecure.to_vec();
    follows.push(("tokenFollows", true.into()));
    assert!(close_chain(&options(&insecure)).is_ok());
    assert!(close_chain(&options(&follows)).is_err());
    follows.push(("allowInsecure", true.into()));
    assert_eq!(header(&built(close_chain(&options(&follows))), "Authorization"), None);
}

#[wasm_bindgen_test]
fn a_request_with_errors_is_refused_with_every_issue() {
    let options = options(&[("orgId", "..".into()), ("token", "".into())]);
    let error = create_chain(write(r#"{"actor":{}}"#), &options).unwrap_err();
    assert_eq!(member(&error, "name"), JsValue::from("ValidationError"));
    let found: Vec<_> = Array::from(&member(&error, "issues"))
        .iter()
        .map(|row| {
            let row = Array::from(&row);
            let [place, path] = [3, 4].map(|index| row.get(index).as_string().unwrap());
            let number = row.get(0).as_f64();
            let ids = (0..).map(f64::from).zip(Rule::ALL);
            let (_, rule) = ids.into_iter().find(|(index, _)| Some(*index) == number).unwrap();
            format!("{place} {path} {}", rule.facts().id)
        })
        .collect();
    assert_eq!(
        found,
        [
            "path /org_id path-parameter",
            "header /Authorization header-value",
            "body /expires_in required",
            "body /sequence required",
            "body /actor/name required",
            "body /actor/last_name required",
            "body /actor/identity_document required",
        ]
    );
    // Without a body there is nothing to check.
    let error = cancel_chain(None, &self::options(&[("chainId", "".into())])).unwrap_err();
    assert_eq!(Array::from(&member(&error, "issues")).length(), 1);
    // The next call works.
    assert!(create_chain(write(REQUEST), &self::options(&[])).is_ok());
}

#[wasm_bindgen_test]
fn warnings_are_counted_and_block_nothing() {
    let body = REQUEST.replace("12345678Z", "12345678A");
    assert_eq!(built(create_chain(write(&body), &options(&[]))).warnings, Some(1.0));
    assert_eq!(
        text(&issues(0, write(&body), None, false)),
        format!(
            r#"[[{},"warning","standard","body","/actor/identity_document/document_number",80]]"#,
            Rule::CheckLetter.index(),
        )
    );
    assert_eq!(built(create_chain(write(REQUEST), &options(&[]))).warnings, Some(0.0));
}

#[wasm_bindgen_test]
fn check_counts_and_issues_lists() {
    assert_eq!(check(0, write(REQUEST), None, false), 0);
    let body = r#"{"reason":7,"reasom":1}"#;
    assert_eq!(check(1, write(body), None, false), 1 << 16 | 1);
    assert_eq!(
        text(&issues(1, write(body), None, false)),
        format!(
            r#"[[{},"error","reference","body","/reason",10,"expected","string","found","number"],[{},"warning","reference","body","/reasom",12,"suggestion","reason"]]"#,
            Rule::Type.index(),
            Rule::UnknownField.index(),
        )
    );
    let off = vec![0_u8; 64].into_boxed_slice();
    assert_eq!(check(1, write(body), Some(off), false), 0);
    assert_eq!(check(0, MAX_BODY_BYTES + 1, None, false), 1 << 16);
    assert_eq!(check(9, write("{}"), None, false), 0);
}

#[wasm_bindgen_test]
fn answers_are_read() {
    let read =
        |operation, status, body: &[u8]| text(&read_response(operation, status, None, body, None));
    assert_eq!(read(0, 201, br#"{"id":"x"}"#), r#"[["created","x"]]"#);
    assert_eq!(read(0, 201, b""), r#"[["unexpected",""]]"#);
    assert_eq!(read(2, 204, b""), r#"[["done",""]]"#);
    assert_eq!(
        read(1, 409, br#"{"errors":[{"code":"C","ref":"R"}]}"#),
        r#"[["failed",""],["C","","R",""]]"#
    );
    let location = Some(String::from("/v1/chain/from%20there"));
    let outcome = text(&read_response(0, 201, location, b"", None));
    assert_eq!(outcome, r#"[["created","from there"]]"#);
}

#[wasm_bindgen_test]
fn failures_do_not_leak() {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let options = options(&[("orgId", "".into())]);
    let size = || memory.buffer().unchecked_into::<js_sys::ArrayBuffer>().byte_length();
    let fail = |times: u32| {
        for _ in 0..times {
            drop(create_chain(write(r#"{"actor":{"nmae":1,"email":"x"},"x":[]}"#), &options));
        }
        size()
    };
    let after_first = fail(100);
    assert_eq!(fail(20_000), after_first);
}
