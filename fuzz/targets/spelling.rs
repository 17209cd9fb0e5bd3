//! Compares the verdicts on one body that is written in two ways: white space, escape sequences and the
//! order of members change no rule, path or parameter.
#![no_main]

use arbitrary::Unstructured;
use fuzz::{checked, generate, spell};
use identification_chain::check::Settings;
use identification_chain::contract::OPERATIONS;
use identification_chain::issue::{Issue, Severities};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = test(&mut Unstructured::new(data));
});

fn test(source: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    let operation = *source.choose(&OPERATIONS)?;
    let partial = source.arbitrary()?;
    let severities = if generate::rarely(4, source)? {
        Severities::from_bytes(source.bytes(40)?)
    } else {
        Severities::DEFAULT
    };
    let settings = Settings { severities, partial, ..Settings::default() };
    let body = generate::body(operation, source)?;
    let [one, other] = [body.to_string(), spell::spell(&body, source)?];
    assert_eq!(
        facts(checked(operation, one.as_bytes(), &settings)),
        facts(checked(operation, other.as_bytes(), &settings)),
        "{one}\n{other}"
    );
    Ok(())
}

/// What issues say, but not where the bytes are.
fn facts(issues: Vec<Issue>) -> Vec<String> {
    let mut facts: Vec<_> = issues
        .into_iter()
        .map(|issue| {
            let rule = issue.rule.facts().id;
            let Issue { severity, provenance, path, .. } = &issue;
            format!("{path} {rule} {severity:?} {provenance:?}: {}", issue.message())
        })
        .collect();
    facts.sort();
    facts
}
