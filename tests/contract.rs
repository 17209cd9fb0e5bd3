//! The tables of the contract agree with each other and with the reference's examples.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

use std::collections::{BTreeMap, BTreeSet};

use identification_chain::contract::{Format, Kind, OPERATIONS, Object, Problem, Role, Rule};
use serde_json::Value;

/// Every object of the request bodies, after the object that contains it.
fn objects() -> Vec<&'static Object> {
    let mut all: Vec<&'static Object> =
        OPERATIONS.iter().filter_map(|operation| Some(operation.body.as_ref()?.object)).collect();
    let mut next = 0;
    while let Some(object) = all.get(next).copied() {
        for field in object.fields {
            match field.kind {
                Kind::Object(inner) | Kind::Array { items: inner, .. } => all.push(inner),
                Kind::Text(_) | Kind::Integer | Kind::Boolean => {}
            }
        }
        next += 1;
    }
    all
}

#[test]
fn ids_of_rules_and_codes_of_problems_are_unique() {
    let ids: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.facts().id).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    let mut texts = BTreeMap::new();
    for problem in Problem::ALL {
        let text = *texts.entry(problem.code()).or_insert(problem.text());
        assert_eq!(text, problem.text(), "{}", problem.code());
    }
}

#[test]
fn a_set_of_fields_has_enough_bits() {
    for object in objects() {
        assert!(object.fields.len() < 32, "{}", object.name);
    }
}

#[test]
fn names_and_listed_values_are_short_enough_for_suggestions() {
    for field in objects().iter().flat_map(|object| object.fields) {
        assert!(field.name.len() <= 32, "{}", field.name);
        if let Kind::Text(Format::OpenList(values)) = field.kind {
            assert!(values.iter().all(|value| value.len() <= 32), "{}", field.name);
        }
    }
}

#[test]
fn each_role_has_one_field() {
    assert_eq!(Role::ChannelExternal.index() + 1, Role::COUNT);
    let roles: Vec<_> = objects()
        .iter()
        .flat_map(|object| object.fields)
        .map(|field| field.role.index())
        .filter(|role| *role != Role::None.index())
        .collect();
    assert_eq!(roles.iter().collect::<BTreeSet<_>>().len(), roles.len());
}

#[test]
fn examples_are_json_with_every_field() {
    for operation in &OPERATIONS {
        let Some(body) = &operation.body else { continue };
        let example: Value = serde_json::from_str(body.example).unwrap();
        let text = example.to_string();
        for field in objects().iter().flat_map(|object| object.fields) {
            if !field.example.is_empty() {
                serde_json::from_str::<Value>(field.example).unwrap();
            }
            if operation.id == "createChain" && field.name != "reason" {
                assert!(text.contains(&format!("\"{}\":", field.name)), "{}", field.name);
            }
        }
    }
}

#[test]
fn the_path_has_its_parameters() {
    for operation in &OPERATIONS {
        let named: Vec<_> = operation
            .path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        let listed: Vec<_> =
            operation.path_parameters.iter().map(|parameter| parameter.name).collect();
        assert_eq!(named, listed, "{}", operation.id);
    }
}
