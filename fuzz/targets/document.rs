//! Compares Spanish document numbers, of each type, with a reading of the orders that define them.
#![no_main]

use fuzz::{checked, plain};
use identification_chain::check::Settings;
use identification_chain::contract::{CREATE_CHAIN, Rule};
use identification_chain::format::text::is_blank;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

fuzz_target!(|number: &str| {
    for kind in ["IDENTITY_CARD", "NIF", "NIE", "PASSPORT"] {
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
});
