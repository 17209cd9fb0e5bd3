//! The worst bodies take linear memory. `tests/worst/` bounds their work.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::arithmetic_side_effects, reason = "a test that panics has failed, as it should")]

use std::hint::black_box;

use identification_chain::check::{Settings, issues, tally};
use identification_chain::contract::CREATE_CHAIN;
use serde_json::Value;

/// A body of at most a size, in bytes: a start, an item that is repeated, and an end. Each `#` of an
/// item becomes its number.
fn body_of(shape: &Value, size: usize) -> String {
    let part = |name: &str| shape[name].as_str().unwrap_or_default();
    let mut body = part("open").to_string();
    for number in 0.. {
        let item = part("item").replace('#', &format!("{number:x}"));
        if body.len() + item.len() + part("close").len() > size {
            break;
        }
        body.push_str(&item);
    }
    body + part("close")
}

/// The bytes that a check allocates in all.
fn allocated(body: &str, listed: bool) -> u64 {
    let settings = Settings::default();
    allocation_counter::measure(|| {
        if listed {
            black_box(issues(&CREATE_CHAIN, body.as_bytes(), &settings));
        } else {
            black_box(tally(&CREATE_CHAIN, body.as_bytes(), &settings));
        }
    })
    .bytes_total
}

/// A body four times as large takes about four times as much memory. Steps inside the table of names
/// are counted in `src/check/names.rs`.
#[test]
fn memory_is_linear_in_the_size_of_a_body() {
    let shapes: Vec<Value> = serde_json::from_str(include_str!("cases/shapes.json")).unwrap();
    for shape in shapes {
        let (small, large) = (body_of(&shape, 16_384), body_of(&shape, 65_536));
        for listed in [false, true] {
            let (small, large) = (allocated(&small, listed), allocated(&large, listed));
            // Vectors double, so that a larger one may have up to twice the room that it needs.
            assert!(large <= small * 8 + 16_384, "{}: {small} bytes, then {large}", shape["name"]);
        }
    }
}

/// The paths of issues have only the start of a long name.
#[test]
fn memory_for_issues_does_not_depend_on_the_length_of_a_name() {
    let duplicates = vec![r#""x":1"#; 500].join(",");
    let [short, long] = [100, 40_000].map(|length| {
        allocated(&format!(r#"{{"{}":{{{duplicates}}}}}"#, "n".repeat(length)), true)
    });
    assert!(long < short + 4 * 40_000, "{short} bytes, then {long}");
}
