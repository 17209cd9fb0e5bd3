//! What the fuzz targets share: the verdict of the core, and readings to compare it with.
//!
//! - `plain`: the contract and the formats, read plainly over parsed values, slow and without limits
//! - `generate`: bodies that are near to a request, from the bytes of the fuzzer
//! - `spell`: one value, written as JSON in many ways

pub mod generate;
pub mod plain;
pub mod spell;

use identification_chain::check::{Settings, issues, tally};
use identification_chain::contract::{CREATE_CHAIN, Operation, Rule, Severity};
use identification_chain::issue::Issue;
use serde_json::{Value, json};

/// The issues of a body, after a test that they are in order and that [`tally`] counts them.
pub fn checked(operation: &Operation, body: &[u8], settings: &Settings) -> Vec<Issue> {
    let issues = issues(operation, body, settings);
    let counted = tally(operation, body, settings);
    let count = |severity| issues.iter().filter(|issue| issue.severity == severity).count();
    assert_eq!(
        (counted.errors, counted.warnings),
        (count(Severity::Error), count(Severity::Warning)),
        "the count differs from the list"
    );
    assert!(issues.is_sorted_by_key(|issue| issue.offset), "not in document order: {issues:?}");
    assert!(issues.iter().all(|issue| issue.offset <= body.len()), "beyond the body: {issues:?}");
    issues
}

/// The rules that a text breaks as the value of a member of a request, such as `/actor/email`.
pub fn rules_of(pointer: &str, text: &str) -> Vec<Rule> {
    let value = pointer
        .split('/')
        .skip(1)
        .collect::<Vec<_>>()
        .iter()
        .rfold(Value::from(text), |value, name| json!({ (*name): value }));
    checked(&CREATE_CHAIN, value.to_string().as_bytes(), &Settings::default())
        .into_iter()
        .filter(|issue| issue.path == pointer)
        .map(|issue| issue.rule)
        .collect()
}
