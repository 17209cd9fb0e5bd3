//! The head of a request, by tables of cases that the TypeScript tests share.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, as it should")]

use identification_chain::contract::CLOSE_CHAIN;
use identification_chain::request::{Target, build};
use serde_json::Value;

#[test]
fn plain_http_carries_a_token_to_the_loopback_interface_only() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("cases/loopback.json")).unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let target = Target {
            base_url: case["url"].as_str().unwrap(),
            path_parameters: &["acme", "42"],
            headers: &[],
            token: Some("t"),
            token_follows: false,
            allow_insecure: false,
            user_agent: None,
            has_body: false,
        };
        let (_, issues) = build(&CLOSE_CHAIN, &target);
        assert_eq!(issues.is_empty(), case["loopback"].as_bool().unwrap(), "{case}: {issues:?}");
    }
}
