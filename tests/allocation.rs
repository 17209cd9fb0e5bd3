//! A body that breaks no rule is checked without an allocation.
#![cfg(not(target_arch = "wasm32"))]

use identification_chain::check::{Settings, tally};
use identification_chain::contract::CREATE_CHAIN;

#[test]
fn a_check_without_issues_does_not_allocate() {
    let example = CREATE_CHAIN.body.as_ref().map_or("", |body| body.example);
    let clean = example.replace("12345678A", "12345678Z").replace("6123456789", "612345678");
    let escaped =
        clean.replace("James", "J\\u00e1mes \\\"Jim\\\"").replace("\"ES\"", "\"\\u0045S\"");
    let accented = clean.replace("James", "Ángel").replace("Smith", "\\u004fz");
    for body in [clean, escaped, accented] {
        let mut found = None;
        let allocations = allocation_counter::measure(|| {
            found = Some(tally(&CREATE_CHAIN, body.as_bytes(), &Settings::default()));
        });
        let issues = found.map(|tally| tally.errors.wrapping_add(tally.warnings));
        assert_eq!((issues, allocations.count_total), (Some(0), 0), "{body}");
    }
}
