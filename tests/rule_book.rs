//! The examples of the rule book: a bad one breaks its rule alone, and a good one breaks no rule.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

use identification_chain::check::{Settings, issues};
use identification_chain::contract::{
    BASE_URL, CANCEL_CHAIN, CREATE_CHAIN, Example, MENDED, Provenance, Rule,
};
use identification_chain::issue::{Issue, Severity};
use identification_chain::request::{Target, build};
use serde_json::Value;

/// The reference's request, with corrections of the values that have warnings.
fn request() -> Value {
    let mut request = serde_json::from_str(CREATE_CHAIN.body.unwrap().example).unwrap();
    for (pointer, json) in MENDED {
        set(&mut request, pointer, json);
    }
    request
}

fn set(request: &mut Value, pointer: &str, json: &str) {
    let value = serde_json::from_str(json).unwrap();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match request.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        parent => parent[name] = value,
    }
}

/// The issues of an example. `None` for an example in JavaScript, which tests/client runs.
fn issues_of(example: Example) -> Option<Vec<Issue>> {
    let created = |request: Value| {
        issues(&CREATE_CHAIN, request.to_string().as_bytes(), &Settings::default())
    };
    let cancelled = |body: &[u8]| issues(&CANCEL_CHAIN, body, &Settings::default());
    let mut request = request();
    Some(match example {
        Example::With(pointer, json) => {
            set(&mut request, pointer, json);
            created(request)
        }
        Example::Without(pointer) => {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            let parent = request.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            parent.remove(name).unwrap();
            created(request)
        }
        Example::Body(bytes) => cancelled(bytes),
        Example::Repeated(text, times) => cancelled(text.repeat(times).as_bytes()),
        Example::Members(count) => {
            let members: Vec<_> = (1..=count).map(|number| format!("\"x{number}\":0")).collect();
            cancelled(format!("{{{}}}", members.join(",")).as_bytes())
        }
        Example::Items(count) => {
            request["sequence"] = vec![1; count].into();
            created(request)
        }
        Example::Option(name, value) => {
            let option = |option, default| if name == option { value } else { default };
            let target = Target {
                base_url: option("baseUrl", BASE_URL),
                path_parameters: &[option("orgId", "acme")],
                headers: &[],
                token: None,
                token_follows: false,
                allow_insecure: false,
                user_agent: Some(option("userAgent", "shop/2.1")),
                has_body: true,
            };
            build(&CREATE_CHAIN, &target).1
        }
        Example::Value(_) => return None,
    })
}

#[test]
fn a_bad_example_breaks_its_rule_alone() {
    for rule in Rule::ALL {
        let [bad, _] = rule.examples();
        if let Some(mut issues) = issues_of(bad) {
            if *rule == Rule::TooDeep {
                assert_eq!(issues.remove(0).rule, Rule::Type, "no field of the API nests so deep");
            }
            if *rule == Rule::UnknownFields {
                issues.retain(|issue| issue.rule != Rule::UnknownField);
            }
            if *rule == Rule::MoreIssues {
                issues.retain(|issue| issue.rule != Rule::Type);
            }
            let broken: Vec<_> = issues.iter().map(|issue| issue.rule).collect();
            assert_eq!(broken, [*rule], "{bad:?}");
            assert_eq!(issues[0].severity, rule.facts().severity, "{bad:?}");
        }
    }
}

#[test]
fn a_good_example_breaks_no_rule() {
    for rule in Rule::ALL {
        let [_, good] = rule.examples();
        if let Some(issues) = issues_of(good) {
            assert!(issues.is_empty(), "{rule:?}: {good:?}: {issues:?}");
        }
    }
}

#[test]
fn only_not_json_has_an_example_in_javascript() {
    let values: Vec<_> =
        Rule::ALL.iter().filter(|rule| issues_of(rule.examples()[0]).is_none()).collect();
    assert_eq!(values, [&Rule::NotJson]);
}

/// A rule that is inferred from another page of the provider is a warning. `older-contract` is an
/// exception: it is certain if it applies.
#[test]
fn inferred_rules_are_warnings() {
    for rule in Rule::ALL {
        let facts = rule.facts();
        let inferred = facts.provenance == Provenance::Provider;
        assert!(
            !inferred || facts.severity == Severity::Warning || *rule == Rule::OlderContract,
            "{}",
            facts.id
        );
    }
}
