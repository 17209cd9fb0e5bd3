//! The lexer against other readers of JSON, on any bytes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

use identification_chain::check::{issues, tally};
use identification_chain::contract::{CANCEL_CHAIN, MAX_DEPTH, OPERATIONS, Rule};
use identification_chain::issue::Severities;
use proptest::prelude::*;
use serde::Deserialize as _;
use serde_json::Value;

/// Whether the checker takes bytes for JSON; `None` where they nest too deep for it to say.
fn is_json(body: &[u8]) -> Option<bool> {
    let issues = issues(&CANCEL_CHAIN, body, &Severities::DEFAULT);
    let any = |rules: &[Rule]| issues.iter().any(|issue| rules.contains(&issue.rule));
    if any(&[Rule::TooDeep, Rule::TooLarge]) {
        return None;
    }
    Some(!any(&[Rule::JsonSyntax, Rule::InvalidUtf8, Rule::ByteOrderMark, Rule::LoneSurrogate]))
}

/// The word of `serde_json`: strict RFC 8259, without halves of surrogate pairs.
fn serde_takes(body: &[u8]) -> bool {
    let mut reader = serde_json::Deserializer::from_slice(body);
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader).is_ok() && reader.end().is_ok()
}

/// JSON texts, and texts one edit away from JSON.
fn near_json() -> impl Strategy<Value = Vec<u8>> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        "-?(0|[1-9][0-9]{0,4})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
        "\"([a-z é😀]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4}|\\\\ud83d\\\\ude00){0,6}\"",
    ];
    let json = scalar.prop_recursive(4, 24, 4, |inner| {
        let name = "\"(reason|x|\\\\u0078|y)\"";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(" , "))),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| {
                let members: Vec<_> =
                    members.iter().map(|(name, value)| format!("{name} :{value}")).collect();
                format!("{{{}}}", members.join(",\n"))
            }),
        ]
    });
    (json, any::<prop::sample::Index>(), any::<u8>(), 0..4_u8).prop_map(
        |(text, place, byte, edit)| {
            let mut bytes = text.into_bytes();
            let place = place.index(bytes.len());
            match edit {
                0 => {}
                1 => bytes[place] = byte,
                2 => drop(bytes.remove(place)),
                _ => bytes.insert(place, byte),
            }
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic_and_the_count_is_the_list(body in prop::collection::vec(any::<u8>(), 0..200)) {
        for operation in &OPERATIONS {
            let counted = tally(operation, &body, &Severities::DEFAULT);
            let listed = issues(operation, &body, &Severities::DEFAULT);
            prop_assert_eq!(counted.errors + counted.warnings, listed.len());
        }
    }

    #[test]
    fn the_lexer_agrees_with_serde_json_on_what_is_json(body in near_json()) {
        prop_assert_eq!(is_json(&body), Some(serde_takes(&body)), "{}", String::from_utf8_lossy(&body));
    }

    #[test]
    fn every_prefix_of_a_request_is_told_apart(cut in 0_usize..1000) {
        let example = OPERATIONS[0].body.as_ref().unwrap().example;
        let cut = cut % example.len();
        prop_assert_eq!(is_json(&example.as_bytes()[..cut]), Some(false));
    }
}

#[test]
fn nesting_up_to_the_bound_is_json() {
    let text = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert_eq!(is_json(text.as_bytes()), Some(true));
}
