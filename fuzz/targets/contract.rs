//! Compares the check with a second one, which follows the contract over parsed values: the same rules
//! at the same paths.
#![no_main]

use arbitrary::Unstructured;
use fuzz::plain::contract::verdict;
use fuzz::{checked, generate};
use identification_chain::check::Settings;
use identification_chain::contract::{CANCEL_CHAIN, CREATE_CHAIN};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut source = Unstructured::new(data);
    let operation = if generate::rarely(8, &mut source).unwrap_or(false) {
        &CANCEL_CHAIN
    } else {
        &CREATE_CHAIN
    };
    let Ok(body) = generate::body(operation, &mut source) else { return };
    let issues = checked(operation, body.to_string().as_bytes(), &Settings::default());
    let mut found: Vec<_> = issues.into_iter().map(|issue| (issue.rule, issue.path)).collect();
    found.sort_by_key(|(rule, path)| (path.clone(), rule.index()));
    if let Some(expected) = verdict(operation, &body) {
        assert_eq!(found, expected, "{body}");
    }
});
