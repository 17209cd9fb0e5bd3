//! The client for Rust front-ends, in a browser: what every call comes to, by the table that the
//! TypeScript client runs, too (`cases/outcomes.json`), and then what is its own, against a sandbox.
//! tests/support/front-end.ts serves both over HTTP.
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
use identification_chain::client::{
    ApiError, Attempt, Client, Device, Error, TimeBound, TokenError,
};
use identification_chain::contract::DEVICE;
use identification_chain::issue::{Issue, Param, Severities, Severity};
use js_sys::{Object, eval};
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Where the sandboxes are.
const SANDBOX: Option<&str> = option_env!("SANDBOX");

/// Where the server that plays the scenarios is.
const SCENARIOS: Option<&str> = option_env!("SCENARIOS");

/// The scenarios, as tests/support/scenarios.ts describes them.
const TABLE: &str = include_str!("cases/outcomes.json");

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

    /// The requests that came.
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

/// What `fetch` does where the connection fails after a status and a part of the body.
fn cut_off(status: u16, headers: &str) -> String {
    format!(
        "const parts = ['{{\"status\":\"OPEN\"'].map((text) => new TextEncoder().encode(text)); \
         const pull = (to) => parts.length ? to.enqueue(parts.pop()) : to.error('x'); \
         return new Response(new ReadableStream({{ pull }}), \
         {{ status: {status}, headers: {headers} }});"
    )
}

/// Replaces `fetch` for one call. The tests' own calls need the browser's.
fn replace_fetch(body: &str) {
    let replace = format!(
        "(() => {{ const own = globalThis.fetch; \
         globalThis.fetch = (request) => {{ globalThis.fetch = own; {body} }}; }})()"
    );
    eval(&replace).unwrap();
}

#[wasm_bindgen_test]
async fn every_call_has_the_outcome_of_the_table() {
    let table: Value = serde_json::from_str(TABLE).unwrap();
    let scenarios = table["scenarios"].as_array().unwrap();
    let mut failures = Vec::new();
    for (number, scenario) in scenarios.iter().enumerate() {
        if let Err(failure) = run(&table, number, scenario).await {
            let [operation, name] = ["operation", "name"].map(|member| text(&scenario[member]));
            failures.push(format!("{operation}: {name}: {failure}"));
        }
    }
    assert!(scenarios.len() > 150 && failures.is_empty(), "{}", failures.join("\n"));
}

/// What a call came to, in the table's words, and the key of its error, which is `Null` without one.
/// `None` is a result, or an error of a kind that has no key.
type CallEnd = (Value, Option<Value>);

/// Makes the scenario's call, and compares what it came to and what the server saw.
async fn run(table: &Value, number: usize, scenario: &Value) -> Result<(), String> {
    let server = SCENARIOS.expect("run by tests/support/front-end.ts");
    let client = client_of(&scenario["settings"], &format!("{server}/{number}/v1"));
    let given = |member: &str, usual: &Value| match &scenario[member] {
        Value::Null => usual.clone(),
        own => own.clone(),
    };
    let request = given("request", &table["requests"][text(&scenario["operation"])]);
    let device = given("device", &table["device"]);
    let (body, end) = call(scenario, &client, request, &device).await;
    let (facts, key) = end;

    let answer = Request::get(&format!("{server}/{number}/seen")).send().await.unwrap();
    let seen: Vec<Value> = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    expect("facts", &facts, &expected_facts(scenario))?;
    expect("requests", &json!(seen.len()), &scenario["requests"])?;
    expect_same(&seen, scenario, &body)?;
    match key {
        // Every error of a call that was sent has the key of its requests.
        Some(key) => expect("the error's key", &key, &seen[0]["key"]),
        None => Ok(()),
    }
}

/// A method of the client that sets a time.
type SetTime = fn(Client, Duration) -> Client;

/// A client with the settings of a scenario.
fn client_of(settings: &Value, base_url: &str) -> Client {
    let time = |member: &str| settings[member].as_u64().map(Duration::from_millis);
    let token = settings["token"].as_str().unwrap_or("tok");
    let mut client = Client::new("acme").base_url(base_url).token(token);
    client = client.base_delay(time("baseDelay").unwrap_or(Duration::from_millis(1)));
    let bounds: [(&str, SetTime); 4] = [
        ("maxDelay", Client::max_delay),
        ("maxRetryAfter", Client::max_retry_after),
        ("timeout", Client::timeout),
        ("totalTimeout", Client::total_timeout),
    ];
    for (member, set) in bounds {
        if let Some(time) = time(member) {
            client = set(client, time);
        }
    }
    if let Some(tokens) = settings["tokens"].as_array() {
        let (tokens, asked) = (tokens.clone(), AtomicUsize::new(0));
        client = client.token_from(move || {
            let next = tokens.get(asked.fetch_add(1, Ordering::Relaxed)).or(tokens.last());
            let token = next.and_then(Value::as_str).map(String::from);
            async move {
                match token {
                    Some(token) => Ok::<_, String>(token),
                    None => std::future::pending().await,
                }
            }
        });
    }
    if let Some(retries) = settings["retries"].as_u64() {
        client = client.retries(u32::try_from(retries).unwrap());
    }
    if let Some(name) = settings["idField"].as_str() {
        client = client.id_field(name);
    }
    client.keeps_keys(settings["keepsKeys"] == true)
}

/// The body that the call has to send, and what the call came to.
async fn call(
    scenario: &Value,
    client: &Client,
    request: Value,
    device: &Value,
) -> (String, CallEnd) {
    let mut body = String::new();
    let done = |_| json!({ "done": true });
    let result = match text(&scenario["operation"]) {
        "createChain" => {
            let request: CreateChainIdentificationRequest =
                serde_json::from_value(request).unwrap();
            body = serde_json::to_string(&request).unwrap();
            let result = match scenario["settings"]["key"].as_str() {
                Some(key) => client.create_chain_with_key(&request, key).await,
                None => client.create_chain(&request).await,
            };
            result.map(|chain| json!({ "id": chain.id }))
        }
        "cancelChain" => {
            let request: CancelIdentificationRequest = serde_json::from_value(request).unwrap();
            if request.reason.is_some() {
                body = serde_json::to_string(&request).unwrap();
            }
            client.cancel_chain("chain-1", Some(&request)).await.map(done)
        }
        "closeChain" => client.close_chain("chain-1").await.map(done),
        "getChain" => client.get_chain("chain-1").await.map(|chain| json!({ "body": chain.body })),
        "validateChain" => {
            let own = |member: &str| text(&device[member]).to_owned();
            let device = Device {
                installation_id: own("installationId"),
                fingerprint: own("fingerprint"),
                forwarded_for: own("forwardedFor"),
                location: None,
            };
            client.validate_chain("chain-1", &device).await.map(done)
        }
        other => panic!("{other}"),
    };
    let end = match result {
        Ok(facts) => (facts, None),
        Err(error) => {
            let facts = facts_of(&error);
            if facts["error"] != "validation" && facts["error"] != "token" {
                let operation = text(&scenario["operation"]);
                assert!(error.to_string().starts_with(&format!("{operation}: ")), "{error}");
            }
            (facts, key_of(error))
        }
    };
    (body, end)
}

/// All that is known of an error, in the table's words.
fn facts_of(error: &Error) -> Value {
    match error {
        Error::Validation(issues) => {
            let errors = issues.iter().filter(|issue| issue.severity == Severity::Error);
            let issues: Vec<_> = errors.map(issue_facts).collect();
            json!({ "error": "validation", "issues": issues })
        }
        Error::Token(TokenError::TooLate(bound)) => {
            json!({ "error": "token", "within": bound_facts(*bound) })
        }
        Error::Token(_) => json!({ "error": "token" }),
        Error::Api(error) => api_facts("api", error),
        Error::Unexpected(error) => api_facts("unexpected", error),
        Error::Connection { .. } => json!({ "error": "connection" }),
        Error::Timeout { bound, .. } => {
            json!({ "error": "timeout", "within": bound_facts(*bound) })
        }
        Error::OutcomeUnknown { attempts, cause, .. } => {
            let attempts: Vec<_> = attempts
                .iter()
                .map(|attempt| match attempt {
                    Attempt::Status(status) => json!(status),
                    Attempt::Connection => json!("connection"),
                    Attempt::Timeout => json!("timeout"),
                })
                .collect();
            json!({ "error": "unknown", "attempts": attempts, "cause": facts_of(cause) })
        }
        other => panic!("{other}"),
    }
}

fn issue_facts(issue: &Issue) -> Value {
    let mut facts = json!({
        "rule": issue.rule.facts().id,
        "in": issue.place.name(),
        "path": issue.path,
    });
    for (name, param) in &issue.params {
        if let ("problem", Param::Problem(problem)) = (*name, param) {
            facts["problem"] = json!(problem.code());
        }
    }
    facts
}

fn api_facts(kind: &str, error: &ApiError) -> Value {
    let mut facts =
        json!({ "error": kind, "status": error.status, "mayBeDone": error.may_be_done });
    if error.after_retry {
        facts["afterRetry"] = json!(true);
    }
    if let Some(time) = error.retry_after {
        facts["retryAfter"] = json!(u64::try_from(time.as_millis()).unwrap());
    }
    facts
}

fn bound_facts(bound: TimeBound) -> Value {
    let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap();
    match bound {
        TimeBound::Timeout(time) => json!({ "timeout": milliseconds(time) }),
        TimeBound::TotalTimeout(time) => json!({ "totalTimeout": milliseconds(time) }),
    }
}

/// The key of an error that has a place for one.
fn key_of(error: Error) -> Option<Value> {
    match error {
        Error::Api(error) | Error::Unexpected(error) => Some(json!(error.idempotency_key)),
        Error::OutcomeUnknown { idempotency_key, .. } => Some(json!(idempotency_key)),
        _ => None,
    }
}

/// What the table says, with the facts that differ in a browser.
fn expected_facts(scenario: &Value) -> Value {
    let mut facts = scenario["comesTo"].clone();
    if let Some(own) = scenario["inBrowser"].as_object() {
        for (member, fact) in own.iter().filter(|(member, _)| *member != "why") {
            facts[member] = fact.clone();
        }
    }
    facts
}

/// Every attempt had the bytes that were checked and the same key, and the token of its turn.
fn expect_same(seen: &[Value], scenario: &Value, body: &str) -> Result<(), String> {
    let settings = &scenario["settings"];
    let is_keyed = settings["keepsKeys"] == true;
    let first = seen.first().map_or(&Value::Null, |request| &request["key"]);
    let key = if settings["key"].is_string() { &settings["key"] } else { first };
    let content_type = if body.is_empty() { Value::Null } else { json!("application/json") };
    for (index, request) in seen.iter().enumerate() {
        expect("body", &request["body"], &json!(body))?;
        expect("content type", &request["contentType"], &content_type)?;
        expect("whether it has a key", &json!(request["key"].is_string()), &json!(is_keyed))?;
        expect("key", &request["key"], key)?;
        let usual = settings["token"].as_str().unwrap_or("tok");
        let token = scenario["tokensSent"][index].as_str().unwrap_or(usual);
        expect("token", &request["authorization"], &json!(format!("Bearer {token}")))?;
    }
    Ok(())
}

fn expect(what: &str, found: &Value, expected: &Value) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found}, and not {expected}")) }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
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
    let chain = client.get_chain(&id).await.unwrap();
    assert_eq!(chain.body["identification_chain_id"], id);
    let seen = sandbox.seen().await;
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[1]["path"], format!("/read/v1/orgs/acme/identifications/chain/{id}"));
    assert!(!format!("{chain:?}").contains(&id));
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
    // That a URL cannot be parsed is only known with the token.
    assert_eq!(asked.load(Ordering::Relaxed), 1);

    let mut severities = Severities::DEFAULT;
    severities.set("check-letter", Severity::Error).unwrap();
    assert!(client.severities(severities).create_chain(&request()).await.is_err());
    assert!(sandbox.seen().await.is_empty());
}

#[wasm_bindgen_test]
async fn a_missing_token_has_its_reason() {
    let sandbox = Sandbox::new("token");
    let failing = sandbox.client().token_from(async || Err::<String, _>("signed out"));
    let Err(Error::Token(TokenError::Failed(failure))) = failing.create_chain(&request()).await
    else {
        panic!()
    };
    assert_eq!(failure.to_string(), "signed out");
    let empty = sandbox.client().token_from(async || Ok::<_, String>(String::new()));
    let Err(Error::Token(TokenError::Empty)) = empty.create_chain(&request()).await else {
        panic!()
    };
    assert!(sandbox.seen().await.is_empty());
}

#[wasm_bindgen_test]
async fn another_token_is_sent_after_a_rejected_one() {
    let sandbox = Sandbox::new("fresh-token");
    let refused_tokens = Arc::new(Mutex::new(Vec::new()));
    let seen_tokens = Arc::clone(&refused_tokens);
    let client = sandbox.client().retries(0).fresh_token_from(move |refused| {
        seen_tokens.lock().unwrap().push(refused.clone());
        let token = if refused.is_some() { "sandbox-token" } else { "expired" };
        async move { Ok::<_, String>(token.into()) }
    });
    client.create_chain(&request()).await.unwrap();
    assert_eq!(*refused_tokens.lock().unwrap(), [None, Some("expired".into())]);
    let seen = sandbox.seen().await;
    assert_eq!(seen[0]["headers"]["authorization"], "Bearer expired");
    assert_eq!(seen[1]["headers"]["authorization"], "Bearer sandbox-token");
    assert_eq!(seen[0]["body"], seen[1]["body"]);
    assert_eq!(sandbox.ask("states").await, json!(["open"]));

    // Where the source fails, the refusal is the error.
    let client = sandbox.client().fresh_token_from(|refused| async move {
        if refused.is_some() { Err("signed out") } else { Ok("expired".into()) }
    });
    let Err(Error::Api(error)) = client.close_chain("x").await else { panic!() };
    assert_eq!(error.status, 401);
    assert_eq!(sandbox.seen().await.len(), 3);
}

#[wasm_bindgen_test]
async fn every_create_has_a_different_key() {
    let sandbox = Sandbox::new("key");
    let client = sandbox.client().keeps_keys(true);
    for _ in 0..2 {
        client.create_chain(&request()).await.unwrap();
    }
    let seen = sandbox.seen().await;
    let [first, second] = [0, 1].map(|index| text(&seen[index]["headers"]["idempotency-key"]));
    assert_ne!(first, second);
    let shape = js_sys::RegExp::new(
        "^[\\da-f]{8}-[\\da-f]{4}-4[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$",
        "",
    );
    assert!(shape.test(first) && shape.test(second), "{first} {second}");
}

#[wasm_bindgen_test]
async fn a_key_needs_a_server_that_keeps_it() {
    let sandbox = Sandbox::new("kept-key");
    let client = sandbox.client();
    let Err(Error::KeyNotKept) = client.create_chain_with_key(&request(), "k").await else {
        panic!()
    };
    assert!(sandbox.seen().await.is_empty());
    let client = client.keeps_keys(true);
    let (first, second) = (
        client.create_chain_with_key(&request(), "k").await.unwrap(),
        client.create_chain_with_key(&request(), "k").await.unwrap(),
    );
    assert_eq!(first.id, second.id);
}

#[wasm_bindgen_test]
async fn the_client_of_a_gateway_sends_no_token_and_no_organization() {
    let sandbox = Sandbox::new("gateway");
    let client = Client::gateway(&format!("{}/v1", sandbox.0)).retries(0);
    // The sandbox does not accept a request without a token.
    let Err(Error::Api(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!(error.status, 401);
    let seen = sandbox.seen().await;
    assert_eq!(seen[0]["path"], "/gateway/v1/orgs/-/identifications/chain");
    assert_eq!(seen[0]["headers"]["authorization"], Value::Null);
    assert!(seen[0]["headers"]["idempotency-key"].is_string());
}

#[wasm_bindgen_test]
async fn an_answer_that_breaks_off_keeps_what_was_received() {
    let sandbox = Sandbox::new("cut-off");
    let client = sandbox.client();
    let part = "{\"status\":\"OPEN\"";
    sandbox.fail(json!({ "status": 400 })).await;
    replace_fetch(&cut_off(201, "{ 'X-Request-Id': 'r' }"));
    let error =
        client.clone().keeps_keys(true).create_chain_with_key(&request(), "k-1").await.unwrap_err();
    let Error::Unexpected(error) = error else { panic!() };
    assert_eq!((error.request_id.as_deref(), error.body.as_str()), (Some("r"), Some(part)));

    replace_fetch(&cut_off(201, "{ Location: '/chain/l' }"));
    let chain = client.create_chain(&request()).await.unwrap();
    assert_eq!((chain.id.as_str(), chain.body.as_str()), ("l", Some(part)));

    let hangs = cut_off(201, "{}").replace("to.error('x')", "new Promise(() => {})");
    replace_fetch(&hangs);
    let hurried = client.clone().timeout(Duration::from_millis(200)).create_chain(&request()).await;
    let Err(Error::Unexpected(error)) = hurried else { panic!() };
    assert_eq!(error.body.as_str(), Some(part));

    replace_fetch(&cut_off(200, "{}"));
    let Err(Error::Unexpected(error)) = client.retries(0).get_chain("x").await else { panic!() };
    assert_eq!(error.body.as_str(), Some(part));
}

#[wasm_bindgen_test]
async fn no_attempt_starts_after_the_total_timeout() {
    let sandbox = Sandbox::new("too-late");
    let most = Duration::from_millis(500);
    // A source that holds the whole thread up when it is asked for another token.
    let quick = sandbox.client().base_delay(Duration::from_millis(1)).total_timeout(most);
    let client = quick.fresh_token_from(|refused| async move {
        if refused.is_none() {
            return Ok::<_, String>("t1".into());
        }
        eval("(() => { const end = performance.now() + 500; while (performance.now() < end); })()")
            .unwrap();
        Ok("t2".into())
    });
    // The sandbox refuses both tokens.
    let Err(Error::Timeout { bound, .. }) = client.create_chain(&request()).await else { panic!() };
    assert_eq!(bound, TimeBound::TotalTimeout(most));
    sandbox.fail(json!({ "status": 500 })).await;
    let error =
        client.clone().keeps_keys(true).create_chain_with_key(&request(), "k-1").await.unwrap_err();
    let Error::OutcomeUnknown { attempts, cause, .. } = error else { panic!() };
    assert_eq!(attempts, [Attempt::Status(500), Attempt::Status(401)]);
    assert!(matches!(*cause, Error::Timeout { .. }));
    // There is a chain, and that is the most that is known.
    replace_fetch(&cut_off(201, "{}"));
    let error =
        client.clone().keeps_keys(true).create_chain_with_key(&request(), "k-1").await.unwrap_err();
    let Error::Unexpected(error) = error else { panic!() };
    assert_eq!(error.status, 201);
    assert_eq!(sandbox.seen().await.len(), 4);
}

#[wasm_bindgen_test]
async fn a_dropped_future_aborts_without_a_reason() {
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
    let sandbox = Sandbox::new("foreign");
    let client = sandbox.client().retries(0);
    sandbox.fail(json!({ "reset": "before" })).await;
    let Err(Error::Connection { name, .. }) = client.close_chain("x").await else { panic!() };
    assert_eq!(name, "TypeError");
    for (fetch, expected) in [
        ("return Promise.reject('x');", "string"),
        ("return Promise.reject();", "undefined"),
        ("throw 'x';", "string"),
        ("throw new RangeError('x');", "RangeError"),
        ("throw Object.assign(new Error(), { name: 'Ana Gil' });", "Error"),
        ("return Promise.resolve({ status: 204 });", "object"),
        ("return 7;", "number"),
        (
            "const given = new AbortController(); given.abort('x'); return fetch(request, given);",
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
async fn a_failure_after_the_status_keeps_the_status() {
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
    // What looks like no id may be anything.
    replace_fetch(
        "return new Response(null, { status: 400, \
         headers: { 'X-Request-Id': 'for Ana', 'CF-Ray': '8f-MAD' } });",
    );
    let Err(Error::Api(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!(error.request_id.as_deref(), Some("8f-MAD"));
    // What does not end is not read to its end.
    replace_fetch(
        "const pull = (to) => to.enqueue(new Uint8Array(1 << 20)); \
         return new Response(new ReadableStream({ pull }), { status: 400 });",
    );
    let Err(Error::Api(error)) = client.create_chain(&request()).await else { panic!() };
    assert_eq!(error.status, 400);
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
fn a_client_may_be_kept_anywhere() {
    fn check<T: Send + Sync + Clone + 'static>() {}
    check::<Client>();
    let debug = format!("{:?}", Client::new("acme").token("SECRET"));
    assert!(debug.contains("acme") && !debug.contains("SECRET"));
}

// Where this fails, gloo-net has mended it, and src/client/send.rs may send through it.
#[wasm_bindgen_test]
#[should_panic(expected = "JsValue passed is not an Error type")]
async fn gloo_net_panics_if_fetch_rejects_with_another_value() {
    replace_fetch("return Promise.reject('x');");
    let _ = Request::get("/").send().await;
}
