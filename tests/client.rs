//! The client for Rust front-ends, in a browser, against a sandbox over HTTP, which
//! tests/support/front-end.ts serves.
#![cfg(all(target_arch = "wasm32", feature = "client", feature = "test-in-browser"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use gloo_net::http::Request;
use identification_chain::client::types::{
    CancelIdentificationRequest, ChainIdentificationStep, CreateChainIdentificationRequest,
    DocumentType, IdentificationActorChain, IdentificationType, IdentityDocument,
};
use identification_chain::client::{Attempt, Client, Device, Error};
use identification_chain::contract::{DEVICE, Problem, Rule};
use identification_chain::issue::{Param, Place, Severities, Severity};
use js_sys::{Object, eval};
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The address of the sandboxes.
const SANDBOX: Option<&str> = option_env!("SANDBOX");

/// The sandbox of one test.
struct Sandbox(String);

impl Sandbox {
    fn new(name: &str) -> Self {
        let server = SANDBOX.expect("run by tests/support/front-end.ts");
        Self(format!("{server}/{name}"))
    }

    fn client(&self) -> Client {
        Client::new("acme").base_url(format!("{}/v1", self.0)).token("sandbox-token")
    }

    async fn fail(&self, fault: Value) {
        let url = format!("{}/fail", self.0);
        Request::post(&url).body(fault.to_string()).unwrap().send().await.unwrap();
    }

    async fn ask(&self, what: &str) -> Value {
        let answer = Request::get(&format!("{}/{what}", self.0)).send().await.unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    }

    /// The requests that it received.
    async fn seen(&self) -> Vec<Value> {
        self.ask("seen").await.as_array().unwrap().clone()
    }
}

/// A request with one warning.
fn request() -> CreateChainIdentificationRequest {
    let document = IdentityDocument::new("12345678A", DocumentType::Nif, "ES");
    CreateChainIdentificationRequest::new(
        IdentificationActorChain::new("Ana", "Gil", document),
        "PT15M",
        vec![ChainIdentificationStep::new(IdentificationType::Agent)],
    )
}

/// A `fetch` whose connection fails after the status and a part of the body.
fn cut_off(status: u16, headers: &str) -> String {
    format!(
        "const parts = ['{{\"status\":\"OPEN\"'].map((text) => new TextEncoder().encode(text)); \
         const pull = (to) => parts.length ? to.enqueue(parts.pop()) : to.error('x'); \
         return new Response(new ReadableStream({{ pull }}), \
         {{ status: {status}, headers: {headers} }});"
    )
}

/// Replaces `fetch` for one call. The calls of the tests need the browser's.
fn replace_fetch(body: &str) {
    let replace = format!(
        "(() => {{ const own = globalThis.fetch; \
         globalThis.fetch = (request) => {{ globalThis.fetch = own; {body} }}; }})()"
    );
    eval(&replace).unwrap();
}

#[wasm_bindgen_test]
async fn a_chain_is_created_from_the_bytes_that_were_checked() {
    let sandbox = Sandbox::new("create");
    let chain = sandbox.client().create_chain(&request()).await.unwrap();
    assert_eq!(chain.body["identification_chain_id"], chain.id);
    assert_eq!(chain.body["status"], "OPEN");
    let warnings: Vec<_> = chain.warnings.iter().map(|issue| issue.rule.facts().id).collect();
    assert_eq!(warnings, ["check-letter"]);

    let bytes = serde_json::to_string_pretty(&request()).unwrap().replace("Ana", "An\\u0061");
    sandbox.client().create_chain_from_json(bytes.as_bytes()).await.unwrap();
    let seen = sandbox.seen().await;
    assert_eq!(seen[0]["path"], "/create/v1/orgs/acme/identifications/chain");
    assert_eq!(seen[0]["body"], serde_json::to_string(&request()).unwrap());
    assert_eq!(seen[1]["body"], bytes);
    for (name, value) in [
        ("accept", "application/json"),
        ("authorization", "Bearer sandbox-token"),
        ("content-type", "application/json"),
    ] {
        assert_eq!(seen[0]["headers"][name], value);
    }
    assert_eq!(seen[0]["headers"]["idempotency-key"], Value::Null);
}

#[wasm_bindgen_test]
async fn a_chain_is_cancelled_once_and_with_a_reason() {
    let sandbox = Sandbox::new("cancel");
    let client = sandbox.client();
    let id = client.create_chain(&request()).await.unwrap().id;
    let reason = CancelIdentificationRequest {
        reason: Some("hung up".into()),
        ..CancelIdentificationRequest::default()
    };
    assert!(client.cancel_chain(&id, Some(&reason)).await.unwrap().warnings.is_empty());
    let Err(Error::Api(conflict)) = client.cancel_chain(&id, None).await else { panic!() };
    assert_eq!((conflict.status, conflict.after_retry), (409, false));
    assert_eq!(conflict.errors[0].code.as_deref(), Some("SANDBOX_409"));
    assert_eq!(conflict.body["errors"][0]["code"], "SANDBOX_409");
    assert_eq!(sandbox.ask("states").await, json!(["cancelled"]));

    let none = CancelIdentificationRequest::default();
    assert!(client.cancel_chain(&id, Some(&none)).await.is_err());
    let seen = sandbox.seen().await;
    assert_eq!(seen[1]["body"], r#"{"reason":"hung up"}"#);
    for request in &seen[2..] {
        assert_eq!(request["body"], "");
        assert_eq!(request["headers"]["content-type"], Value::Null);
    }
}

#[wasm_bindgen_test]
async fn a_chain_is_closed() {
    let sandbox = Sandbox::new("close");
    let client = sandbox.client();
    let id = client.create_chain(&request()).await.unwrap().id;
    client.close_chain(&id).await.unwrap();
    assert_eq!(sandbox.ask("states").await, json!(["closed"]));
    let Err(Error::Api(missing)) = client.close_chain("a/b").await else { panic!() };
    assert_eq!(missing.status, 404);
    let Err(Error::Api(refused)) = client.token("wrong").close_chain(&id).await else { panic!() };
    assert_eq!(refused.status, 401);
}

#[wasm_bindgen_test]
async fn a_chain_is_read() {
    let sandbox = Sandbox::new("read");
    let client = sandbox.client();
    let id = client.create_chain(&request()).await.unwrap().id;
    sandbox.fail(json!({ "status": 500 })).await;
    let chain = client.get_chain(&id).await.unwrap();
    assert_eq!(chain.body["identification_chain_id"], id);
    let seen = sandbox.seen().await;
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[2]["path"], format!("/read/v1/orgs/acme/identifications/chain/{id}"));
    assert!(!format!("{chain:?}").contains(&id));

    // A part of the body is not a result.
    replace_fetch(&cut_off(200, "{}"));
    assert_eq!(client.get_chain(&id).await.unwrap().body, chain.body);
    replace_fetch(&cut_off(200, "{}"));
    let Err(Error::Unexpected(error)) = client.clone().retries(0).get_chain(&id).await else {
        panic!()
    };
    assert_eq!((error.status, error.body.as_str()), (200, Some("{\"status\":\"OPEN\"")));
    replace_fetch("throw new TypeError('x');");
    let Err(Error::Connection { .. }) = client.retries(0).get_chain(&id).await else { panic!() };
}

#[wasm_bindgen_test]
async fn a_chain_is_validated_on_a_device() {
    let sandbox = Sandbox::new("validate");
    let client = sandbox.client();
    let device = Device {
        installation_id: "i-1".into(),
        fingerprint: "f-2".into(),
        forwarded_for: "203.0.113.7".into(),
        location: Some("40.4168,-3.7038".into()),
    };
    let id = client.create_chain(&request()).await.unwrap().id;
    assert!(client.validate_chain(&id, &device).await.unwrap().warnings.is_empty());
    let elsewhere = Device { location: None, ..device.clone() };
    let Err(Error::Api(error)) = client.validate_chain("a", &elsewhere).await else { panic!() };
    assert_eq!((error.operation, error.status), ("validateChain", 404));
    let seen = &sandbox.seen().await[1..];
    let path = format!("/validate/v1/orgs/acme/identifications/chain/{id}/validate");
    assert_eq!(seen[0]["path"], path);
    assert_eq!(seen[0]["body"], "");
    let headers =
        |request: &Value| DEVICE.each_ref().map(|own| request["headers"][own.name].clone());
    assert_eq!(headers(&seen[0]), ["i-1", "f-2", "203.0.113.7", "40.4168,-3.7038"]);
    assert_eq!(headers(&seen[1])[3], Value::Null);

    // The operation must not run twice.
    replace_fetch("throw new TypeError('x');");
    let Err(Error::OutcomeUnknown { attempts, .. }) = client.validate_chain("a", &device).await
    else {
        panic!()
    };
    assert_eq!(attempts, [Attempt::Connection]);
    replace_fetch("return new Response(null, { status: 500 });");
    assert!(client.validate_chain("a", &device).await.is_err());

    let anonymous = Device { fingerprint: String::new(), ..device.clone() };
    let Err(Error::Validation(issues)) = client.validate_chain("a", &anonymous).await else {
        panic!()
    };
    assert_eq!(issues[0].path, "/x-fingerprint");
    assert_eq!(sandbox.seen().await.len(), 3);
    assert!(!format!("{device:?}").contains("f-2"));
}

#[wasm_bindgen_test]
async fn a_bad_request_is_not_sent() {
    let sandbox = Sandbox::new("bad");
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let client = sandbox.client().token_from(move || {
        count.fetch_add(1, Ordering::Relaxed);
        async { Ok::<_, String>("sandbox-token".into()) }
    });
    let mut bad = request();
    bad.expires_in = "soon".into();
    bad.sequence.clear();
    let error = client.create_chain(&bad).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "/expires_in is not an ISO 8601 duration, such as PT15M or P1DT12H; /sequence has no steps"
    );
    for (result, path) in [
        (client.create_chain_from_json(b"{'a'}").await.map(drop), ""),
        (client.close_chain("..").await.map(drop), "/identification_chain_id"),
        (client.clone().base_url("https://[::1").close_chain("x").await.map(drop), "/baseUrl"),
        (client.clone().token("a\nb").close_chain("x").await.map(drop), "/Authorization"),
    ] {
        let Err(Error::Validation(issues)) = result else { panic!("{path}") };
        assert_eq!(issues[0].path, path);
    }
    // The URL is parsed after the token has come.
    assert_eq!(asked.load(Ordering::Relaxed), 1);

    let mut severities = Severities::DEFAULT;
    severities.set("check-letter", Severity::Error).unwrap();
    assert!(client.severities(severities).create_chain(&request()).await.is_err());
    assert!(sandbox.seen().await.is_empty());
}

#[wasm_bindgen_test]
async fn each_call_asks_the_source_of_the_token_once() {
    let sandbox = Sandbox::new("token");
    sandbox.fail(json!({ "status": 503, "headers": { "Retry-After": "0" } })).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let client = sandbox.client().token_from(move || {
        count.fetch_add(1, Ordering::Relaxed);
        async { Ok::<_, String>("sandbox-token".into()) }
    });
    client.create_chain(&request()).await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    assert_eq!(sandbox.seen().await.len(), 2);

    let failing = sandbox.client().token_from(async || Err::<String, _>("signed out"));
    let Err(Error::Token(Some(failure))) = failing.create_chain(&request()).await else { panic!() };
    assert_eq!(failure.to_string(), "signed out");
    let hanging = sandbox.client().timeout(Duration::from_millis(20)).token_from(async || {
        std::future::pending::<()>().await;
        Ok::<_, String>(String::new())
    });
    let Err(Error::Token(None)) = hanging.create_chain(&request()).await else { panic!() };
    assert_eq!(sandbox.seen().await.len(), 2);
}

#[wasm_bindgen_test]
async fn another_token_replaces_a_refused_one() {
    let sandbox = Sandbox::new("fresh-token");
    let refused = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&refused);
    let client = sandbox.client().retries(0).fresh_token_from(move |refused| {
        tell.lock().unwrap().push(refused.clone());
        let token = if refused.is_some() { "sandbox-token" } else { "expired" };
        async move { Ok::<_, String>(token.into()) }
    });
    client.create_chain(&request()).await.unwrap();
    assert_eq!(*refused.lock().unwrap(), [None, Some("expired".into())]);
    let seen = sandbox.seen().await;
    assert_eq!(seen[0]["headers"]["authorization"], "Bearer expired");
    assert_eq!(seen[1]["headers"]["authorization"], "Bearer sandbox-token");
    assert_eq!(seen[0]["body"], seen[1]["body"]);
    assert_eq!(sandbox.ask("states").await, json!(["open"]));

    // A source without the argument may have another token too. The call asks it once more.
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let numbered = sandbox.client().token_from(move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        async move { Ok::<_, String>(format!("t{number}")) }
    });
    let Err(Error::Api(error)) = numbered.close_chain("x").await else { panic!() };
    assert_eq!((error.status, asked.load(Ordering::Relaxed)), (401, 2));
    assert_eq!(sandbox.seen().await.len(), 4);

    // There is no other token, so the error is the refusal.
    for other in [Ok("expired"), Ok(""), Err("signed out")] {
        let client = sandbox.client().fresh_token_from(move |refused| async move {
            if refused.is_some() { other.map(String::from) } else { Ok("expired".into()) }
        });
        let Err(Error::Api(error)) = client.close_chain("x").await else { panic!() };
        assert_eq!(error.status, 401);
    }
    assert_eq!(sandbox.seen().await.len(), 7);
}

#[wasm_bindgen_test]
async fn a_call_that_was_put_off_is_retried() {
    let sandbox = Sandbox::new("put-off");
    let put_off = |after: &str| json!({ "status": 503, "headers": { "Retry-After": after } });
    sandbox.fail(put_off("0")).await;
    sandbox.fail(json!({ "status": 429 })).await;
    sandbox.client().create_chain(&request()).await.unwrap();
    assert_eq!(sandbox.seen().await.len(), 3);

    // There is no retry if the wait is too long.
    for (after, client) in [
        ("90", sandbox.client()),
        ("30", sandbox.client().total_timeout(Duration::from_secs(20))),
        ("0", sandbox.client().retries(0)),
    ] {
        sandbox.fail(put_off(after)).await;
        let Err(Error::Api(error)) = client.create_chain(&request()).await else { panic!() };
        assert_eq!((error.status, error.after_retry), (503, false));
        assert_eq!(error.retry_after, Some(Duration::from_secs(after.parse().unwrap())));
    }
    assert_eq!(sandbox.seen().await.len(), 6);
    assert_eq!(sandbox.ask("states").await, json!(["open"]));
}

#[wasm_bindgen_test]
async fn the_waits_can_be_set() {
    let sandbox = Sandbox::new("delays");
    let put_off = |after: &str| json!({ "status": 503, "headers": { "Retry-After": after } });
    sandbox.fail(put_off("1")).await;
    let hurried = sandbox.client().max_retry_after(Duration::from_millis(999));
    let Err(Error::Api(error)) = hurried.create_chain(&request()).await else { panic!() };
    assert_eq!((error.status, sandbox.seen().await.len()), (503, 1));

    let long = Duration::from_hours(24_000);
    for hurried in [
        sandbox.client().base_delay(long).max_delay(Duration::from_millis(1)),
        sandbox.client().base_delay(Duration::from_millis(1)).max_delay(long),
    ] {
        sandbox.fail(json!({ "status": 429 })).await;
        hurried.create_chain(&request()).await.unwrap();
    }
    // A random wait is longer than seconds in one of ten million runs.
    sandbox.fail(json!({ "status": 429 })).await;
    let patient = sandbox.client().base_delay(long).max_delay(long);
    assert!(patient.create_chain(&request()).await.is_err());
    assert_eq!(sandbox.seen().await.len(), 6);
}

#[wasm_bindgen_test]
async fn retry_after_may_be_a_date_in_any_format() {
    let sandbox = Sandbox::new("dates");
    for date in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        sandbox.fail(json!({ "status": 503, "headers": { "Retry-After": date } })).await;
        sandbox.client().create_chain(&request()).await.unwrap();
    }
    assert_eq!(sandbox.seen().await.len(), 6);
}

#[wasm_bindgen_test]
async fn a_failed_call_is_retried_if_it_may_run_twice() {
    let sandbox = Sandbox::new("failed");
    let client = sandbox.client();
    sandbox.fail(json!({ "status": 503 })).await;
    let Err(Error::Api(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!((error.status, sandbox.seen().await.len()), (503, 1));

    let id = client.create_chain(&request()).await.unwrap().id;
    sandbox.fail(json!({ "status": 500 })).await;
    sandbox.fail(json!({ "status": 408 })).await;
    client.close_chain(&id).await.unwrap();
    assert_eq!(sandbox.seen().await.len(), 5);
}

#[wasm_bindgen_test]
async fn a_conflict_after_no_answer_may_be_the_effect_of_the_call() {
    let sandbox = Sandbox::new("own-conflict");
    let client = sandbox.client();
    let id = client.create_chain(&request()).await.unwrap().id;
    sandbox.fail(json!({ "operation": "closeChain", "reset": "after" })).await;
    let Err(Error::Api(conflict)) = client.close_chain(&id).await else { panic!() };
    assert_eq!((conflict.status, conflict.after_retry), (409, true));
    assert_eq!(sandbox.ask("states").await, json!(["closed"]));
}

#[wasm_bindgen_test]
async fn no_answer_to_a_creation_leaves_its_outcome_unknown() {
    let sandbox = Sandbox::new("unknown");
    sandbox.fail(json!({ "reset": "after" })).await;
    let error = sandbox.client().create_chain(&request()).await.unwrap_err();
    let Error::OutcomeUnknown { attempts, idempotency_key, cause, .. } = error else { panic!() };
    assert_eq!(attempts, [Attempt::Connection]);
    assert_eq!(idempotency_key, None);
    let Error::Connection { name, .. } = *cause else { panic!() };
    assert_eq!(name, "TypeError");
    assert_eq!(sandbox.ask("states").await, json!(["open"]));
    assert_eq!(sandbox.seen().await.len(), 1);
}

#[wasm_bindgen_test]
async fn an_idempotency_key_makes_a_creation_repeatable() {
    let sandbox = Sandbox::new("key");
    let client = sandbox.client().idempotency_key(true);
    sandbox.fail(json!({ "reset": "before" })).await;
    client.create_chain(&request()).await.unwrap();
    sandbox.fail(json!({ "reset": "before", "times": 3 })).await;
    let error = client.create_chain(&request()).await.unwrap_err();
    let Error::OutcomeUnknown { attempts, idempotency_key, .. } = error else { panic!() };
    assert_eq!(attempts, [Attempt::Connection; 3]);

    // A refusal says nothing about the earlier attempt, which may have caused a conflict.
    sandbox.fail(json!({ "reset": "after" })).await;
    sandbox.fail(json!({ "status": 400 })).await;
    let error = client.create_chain(&request()).await.unwrap_err();
    let Error::OutcomeUnknown { attempts, .. } = error else { panic!() };
    assert_eq!(attempts, [Attempt::Connection, Attempt::Status(400)]);
    sandbox.fail(json!({ "reset": "after" })).await;
    sandbox.fail(json!({ "status": 409 })).await;
    let error = client.create_chain(&request()).await.unwrap_err();
    let Error::OutcomeUnknown { cause, .. } = error else { panic!() };
    let Error::Api(conflict) = *cause else { panic!() };
    assert!(conflict.after_retry);

    let keys: Vec<_> = sandbox
        .seen()
        .await
        .iter()
        .map(|request| String::from(request["headers"]["idempotency-key"].as_str().unwrap()))
        .collect();
    assert_eq!(keys.len(), 9);
    let [first, again, second, ..] = &keys[..] else { panic!() };
    assert_eq!(first, again);
    assert_ne!(first, second);
    assert_eq!(Some(second), idempotency_key.as_ref());
    let shape = js_sys::RegExp::new(
        "^[\\da-f]{8}-[\\da-f]{4}-4[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$",
        "",
    );
    assert!(keys.iter().all(|key| shape.test(key)), "{keys:?}");
}

#[wasm_bindgen_test]
async fn the_caller_may_set_the_key() {
    let sandbox = Sandbox::new("own-key");
    let client = sandbox.client();
    let longest = "k".repeat(255);
    sandbox.fail(json!({ "reset": "before" })).await;
    client.create_chain_with_key(&request(), &longest).await.unwrap();
    let seen = sandbox.seen().await;
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|request| request["headers"]["idempotency-key"] == longest));

    for (key, problem) in [
        ("", Problem::EmptyValue),
        ("a b", Problem::ValueCharacter),
        ("\u{f1}", Problem::ValueCharacter),
        ("a\r\nb", Problem::ValueCharacter),
        (&"k".repeat(256), Problem::LongSegment),
    ] {
        let error = client.create_chain_with_key(&request(), key).await.unwrap_err();
        let Error::Validation(issues) = error else { panic!("{key}") };
        let issue = &issues[0];
        assert_eq!((issue.rule, issue.place), (Rule::HeaderValue, Place::Header));
        assert_eq!(issue.path, "/Idempotency-Key");
        assert_eq!(issue.params, [("problem", Param::Problem(problem))]);
    }
    sandbox.fail(json!({ "status": 400 })).await;
    let error = client.create_chain_with_key(&request(), "k-1").await.unwrap_err();
    let Error::Api(error) = error else { panic!() };
    assert_eq!(error.idempotency_key.as_deref(), Some("k-1"));
    assert_eq!(sandbox.seen().await.len(), 3);
}

#[wasm_bindgen_test]
async fn the_outcome_is_unknown_after_an_attempt_that_may_have_succeeded() {
    let sandbox = Sandbox::new("may-be-done");
    let client = sandbox.client();
    // The first attempt may have succeeded, and the others do not say.
    for (first, last) in [
        (json!({ "status": 500 }), json!({ "status": 500, "times": 2 })),
        (json!({ "reset": "before" }), json!({ "status": 503, "times": 2 })),
        (json!({ "reset": "after" }), json!({ "status": 422 })),
        (json!({ "status": 500 }), json!({ "status": 429, "headers": { "Retry-After": "90" } })),
        (json!({ "status": 500 }), json!({ "status": 401 })),
        (json!({ "status": 500 }), json!({ "status": 307 })),
    ] {
        sandbox.fail(first).await;
        sandbox.fail(last.clone()).await;
        let error = client.create_chain_with_key(&request(), "k-1").await.unwrap_err();
        let Error::OutcomeUnknown { idempotency_key, cause, .. } = error else { panic!("{last}") };
        assert_eq!(idempotency_key.as_deref(), Some("k-1"));
        let (Error::Api(cause) | Error::Unexpected(cause)) = *cause else { panic!("{last}") };
        let expected = if last["status"] == 307 { json!(0) } else { last["status"].clone() };
        assert_eq!((json!(cause.status), cause.after_retry), (expected, true));
    }
    // A page of a proxy is not an answer. A complete 201 says that the operation succeeded.
    for (answer, is_known) in [
        ("new Response('<p>', { status: 200 })", false),
        ("new Response('{}', { status: 201 })", true),
    ] {
        replace_fetch(&format!("return {answer};"));
        replace_fetch("throw new TypeError('x');");
        match client.create_chain_with_key(&request(), "k-1").await {
            Err(Error::Unexpected(error)) => assert!(is_known && error.after_retry),
            Err(Error::OutcomeUnknown { .. }) => assert!(!is_known),
            _ => panic!("{answer}"),
        }
    }
    // An attempt that was put off did not succeed.
    sandbox.fail(json!({ "status": 429 })).await;
    sandbox.fail(json!({ "status": 400 })).await;
    let error = client.create_chain_with_key(&request(), "k-1").await.unwrap_err();
    let Error::Api(error) = error else { panic!() };
    assert_eq!((error.status, error.after_retry), (400, false));
    sandbox.fail(json!({ "status": 500 })).await;
    let once = client.retries(0).create_chain_with_key(&request(), "k-1").await;
    let Err(Error::Api(error)) = once else { panic!() };
    assert_eq!(error.status, 500);
}

#[wasm_bindgen_test]
async fn a_creation_that_breaks_off_before_its_id_is_retried_with_a_key() {
    let sandbox = Sandbox::new("cut-off");
    let client = sandbox.client();
    let part = "{\"status\":\"OPEN\"";
    replace_fetch(&cut_off(201, "{}"));
    let chain = client.create_chain_with_key(&request(), "k-1").await.unwrap();
    assert_eq!(chain.body["identification_chain_id"], chain.id);
    assert_eq!(sandbox.seen().await.len(), 1);

    // The operation succeeded, however the later attempts end.
    for last in [
        json!({ "status": 400 }),
        json!({ "status": 500, "times": 2 }),
        json!({ "status": 503, "headers": { "Retry-After": "90" } }),
        json!({ "reset": "before", "times": 2 }),
    ] {
        sandbox.fail(last.clone()).await;
        replace_fetch(&cut_off(201, "{ 'X-Request-Id': 'r' }"));
        let error = client.create_chain_with_key(&request(), "k-1").await.unwrap_err();
        let Error::Unexpected(error) = error else { panic!("{last}") };
        assert_eq!((error.status, error.request_id.as_deref()), (201, Some("r")));
        assert_eq!((error.body.as_str(), error.after_retry), (Some(part), false));
        assert_eq!(error.idempotency_key.as_deref(), Some("k-1"));
    }

    // There is no retry without a key, and none if the location has come.
    let sent = sandbox.seen().await.len();
    replace_fetch(&cut_off(201, "{}"));
    let Err(Error::Unexpected(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!((error.status, error.body.as_str()), (201, Some(part)));
    replace_fetch(&cut_off(201, "{ Location: '/chain/l' }"));
    let chain = client.create_chain_with_key(&request(), "k-1").await.unwrap();
    assert_eq!((chain.id.as_str(), chain.body.as_str()), ("l", Some(part)));
    assert_eq!(sandbox.seen().await.len(), sent);

    // A body that does not end in time is cut off too.
    let hangs = cut_off(201, "{}").replace("to.error('x')", "new Promise(() => {})");
    replace_fetch(&hangs);
    let hurried = client.timeout(Duration::from_millis(200)).create_chain(&request()).await;
    let Err(Error::Unexpected(error)) = hurried else { panic!() };
    assert_eq!(error.body.as_str(), Some(part));
}

#[wasm_bindgen_test]
async fn an_answer_must_come_in_time() {
    let sandbox = Sandbox::new("slow");
    let client = sandbox.client().timeout(Duration::from_millis(200)).retries(1);
    let id = sandbox.client().create_chain(&request()).await.unwrap().id;
    sandbox.fail(json!({ "latency": 1500 })).await;
    client.close_chain(&id).await.unwrap();
    sandbox.fail(json!({ "latency": 1500 })).await;
    let error = client.create_chain(&request()).await.unwrap_err();
    let Error::OutcomeUnknown { attempts, cause, .. } = error else { panic!() };
    assert_eq!(attempts, [Attempt::Timeout]);
    assert_eq!(cause.to_string(), "createChain: no answer within 200 ms");
    sandbox.fail(json!({ "latency": 1500 })).await;
    let total = sandbox.client().total_timeout(Duration::from_millis(200));
    let Err(Error::Timeout { .. }) = total.close_chain(&id).await else { panic!() };
}

#[wasm_bindgen_test]
async fn a_dropped_call_aborts_without_a_reason() {
    let client = Sandbox::new("aborted").client().retries(0);
    let reason = || eval("String(globalThis.sent.signal.reason)").unwrap().as_string().unwrap();
    let forever = "globalThis.sent = request; return new Promise(() => {});";
    replace_fetch(forever);
    let hurried = client.clone().timeout(Duration::from_millis(20));
    let Err(Error::Timeout { .. }) = hurried.close_chain("x").await else { panic!() };
    assert!(reason().starts_with("AbortError"), "{}", reason());

    replace_fetch(forever);
    {
        let mut call = pin!(client.close_chain("x"));
        let polled = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(polled, Poll::Pending));
        assert_eq!(reason(), "undefined");
    }
    assert!(reason().starts_with("AbortError"), "{}", reason());
}

#[wasm_bindgen_test]
async fn any_rejection_of_fetch_is_a_failed_connection() {
    let client = Sandbox::new("foreign").client().retries(0);
    for (fetch, expected) in [
        ("return Promise.reject('x');", "string"),
        ("return Promise.reject();", "undefined"),
        ("throw 'x';", "string"),
        ("throw new RangeError('x');", "RangeError"),
        ("throw Object.assign(new Error(), { name: 'Ana Gil' });", "Error"),
        ("return Promise.resolve({ status: 204 });", "object"),
        ("return 7;", "number"),
        (
            "const controller = new AbortController(); controller.abort('x'); return fetch(request, controller);",
            "string",
        ),
    ] {
        replace_fetch(fetch);
        let Err(Error::Connection { name, .. }) = client.close_chain("x").await else {
            panic!("{fetch}")
        };
        assert_eq!(name, expected, "{fetch}");
        replace_fetch(fetch);
        let Err(Error::OutcomeUnknown { .. }) = client.create_chain(&request()).await else {
            panic!("{fetch}")
        };
    }
}

#[wasm_bindgen_test]
async fn the_status_counts_if_the_body_breaks_off() {
    let client = Sandbox::new("broken").client();
    let broken = "new ReadableStream({ start: (to) => to.error('x') })";
    replace_fetch(&format!(
        "return new Response({broken}, {{ status: 201, headers: {{ Location: '/chain/l' }} }});"
    ));
    let chain = client.create_chain(&request()).await.unwrap();
    assert_eq!((chain.id.as_str(), chain.body), ("l", Value::Null));
    replace_fetch(&format!("return new Response({broken}, {{ status: 201 }});"));
    let Err(Error::Unexpected(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!(error.status, 201);
    replace_fetch(
        "return new Response('sorry', { status: 400, headers: { 'X-Request-Id': 'r' } });",
    );
    let Err(Error::Api(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!((error.body.as_str(), error.request_id.as_deref()), (Some("sorry"), Some("r")));
    // A text that does not look like an id may be anything.
    replace_fetch(
        "return new Response(null, { status: 400, \
         headers: { 'X-Request-Id': 'for Ana', 'CF-Ray': '8f-MAD' } });",
    );
    let Err(Error::Api(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!(error.request_id.as_deref(), Some("8f-MAD"));
    // A body without an end is not read to its end.
    replace_fetch(
        "const pull = (to) => to.enqueue(new Uint8Array(1 << 20)); \
         return new Response(new ReadableStream({ pull }), { status: 400 });",
    );
    let Err(Error::Api(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!(error.status, 400);
}

#[wasm_bindgen_test]
async fn the_id_may_be_in_another_field_and_redirects_are_not_followed() {
    let sandbox = Sandbox::new("odd");
    let client = sandbox.client().id_field("uuid");
    replace_fetch("return Response.json({ id: 'a', uuid: 'b' }, { status: 201 });");
    assert_eq!(client.create_chain(&request()).await.unwrap().id, "b");
    let elsewhere = json!({ "Location": "https://elsewhere.example/" });
    sandbox.fail(json!({ "status": 307, "headers": elsewhere })).await;
    let Err(Error::Unexpected(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!(error.status, 0);
}

#[wasm_bindgen_test]
fn a_front_end_exports_nothing_of_the_npm_package() {
    let exports = Object::keys::<Object>(wasm_bindgen::exports().unchecked_ref());
    let names: Vec<_> = exports.iter().filter_map(|name| name.as_string()).collect();
    let tools = ["__", "wasm_bindgen", "wasmbindgen"];
    let is_own = |name: &&String| !tools.iter().any(|tool| name.starts_with(tool));
    assert_eq!(names.iter().filter(is_own).collect::<Vec<_>>(), ["memory", "main"]);
}

#[wasm_bindgen_test]
fn a_client_is_send_sync_and_clone() {
    fn check<T: Send + Sync + Clone + 'static>() {}
    check::<Client>();
    let debug = format!("{:?}", Client::new("acme").token("SECRET"));
    assert!(debug.contains("acme") && !debug.contains("SECRET"));
}

// If this fails, gloo-net has fixed it, and src/client/browser/send.rs can send through gloo-net.
#[wasm_bindgen_test]
#[should_panic(expected = "JsValue passed is not an Error type")]
async fn gloo_net_panics_on_a_value_that_is_not_an_error() {
    replace_fetch("return Promise.reject('x');");
    let _ = Request::get("/").send().await;
}
