//! Compares Spanish document numbers, of each type, with a reading of the orders that define them.
//!
//! Any text is one number. A second one has the form of a number: a first character, seven digits and an
//! end, because the fuzzer rarely finds the right end by itself.
#![no_main]

use fuzz::{checked, plain};
use identification_chain::check::Settings;
use identification_chain::contract::{CREATE_CHAIN, Rule};
use identification_chain::format::text::is_blank;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

const CHARACTERS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fuzz_target!(|data: (u8, u8, u32, &str)| {
    let (first, end, digits, text) = data;
    let [first, end] =
        [first, end].map(|byte| char::from(CHARACTERS[usize::from(byte) % CHARACTERS.len()]));
    let formed = format!("{first}{:07}{end}", digits % 10_000_000);
    for kind in ["IDENTITY_CARD", "NIF", "NIE", "PASSPORT"] {
        test(kind, text);
        test(kind, &formed);
    }
});

fn test(kind: &str, number: &str) {
    let document = json!({ "document_type": kind, "document_number": number, "country": "ES" });
    let body = json!({ "actor": { "identity_document": document } });
    let issues = checked(&CREATE_CHAIN, body.to_string().as_bytes(), &Settings::default());
    let found: Vec<_> = issues
        .into_iter()
        .map(|issue| issue.rule)
        .filter(|rule| matches!(rule, Rule::DocumentNumber | Rule::CheckLetter))
        .collect();
    let is_checked = kind != "PASSPORT" && !is_blank(number);
    let expected = if is_checked { plain::document(kind, number) } else { None };
    assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{kind} {number:?}");
}
